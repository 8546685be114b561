"""The people's doors."""
