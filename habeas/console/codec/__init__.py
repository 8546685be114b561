"""The codec server: engineers read in Temporal's pages what is sealed there, each under their own name."""
