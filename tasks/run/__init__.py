"""What the steps of one run share: its values, its counts, its source, its row in the warehouse."""
