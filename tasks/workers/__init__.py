"""Share work between processes of this machine, or a Dask cluster."""
