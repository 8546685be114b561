"""The words of the page of a certificate, in each language; what the company calls its own is in its policy."""
