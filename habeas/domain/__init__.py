"""The words and the rules. Pure: nothing here reads a clock, a file or a network."""
