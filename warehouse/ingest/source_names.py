"""Names of the sources that queries treat differently: those that read the site itself."""

# The WordPress site. Its captures are the newest; it alone can have pages that nothing lists.
LIVE = "live"
# The sources of runs that read the site; `auto` reads web archives as well.
OF_THE_SITE = (LIVE, "auto")
