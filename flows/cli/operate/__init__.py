"""Commands for operators: the local stack, deployments, state and settings."""
