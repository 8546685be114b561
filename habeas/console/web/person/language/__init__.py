"""The words of the person's door in each language."""
