"""What runs and when. No parsing, no SQL, no HTTP."""
