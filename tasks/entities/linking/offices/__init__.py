"""Offices and their holders by date."""
