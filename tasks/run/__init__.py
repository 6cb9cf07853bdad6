"""State shared by the steps of a run: values, counts, source, and its row in the warehouse."""
