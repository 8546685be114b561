"""What letters say, in each language."""
