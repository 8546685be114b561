"""Personal data in our own hands."""
