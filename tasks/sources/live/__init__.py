"""Source `live`: the WordPress site itself."""
