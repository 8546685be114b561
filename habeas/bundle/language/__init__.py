"""The words of the page that a person reads, in each language; what the company says of itself is in its policy."""
