"""Claims, fences and the pivot: what must be one fact, in a small database of our own."""
