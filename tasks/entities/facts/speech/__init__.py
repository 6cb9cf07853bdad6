"""Direct and indirect statements, their sources, and the answers of interviews."""
