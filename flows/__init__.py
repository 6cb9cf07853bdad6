"""The flows and the command line. No parsing, no SQL, no HTTP."""
