"""What the steps of a run share: names, order and retries, the state of the run, and progress."""
