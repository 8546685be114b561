"""Commands for evidence."""
