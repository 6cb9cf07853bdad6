"""The pages, one module each: read data from the snapshot and render a template."""
