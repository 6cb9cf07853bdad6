"""Places outside the home that a publication is copied to.

    s3://bucket/path         the file and its Parquet folders, see `object_storage` (extra `s3`)
    ducklake:...             a DuckLake catalog, see `lake`; `?data=` names its folder of files

MotherDuck is not a target: DuckDB attaches `md:` itself.
"""
