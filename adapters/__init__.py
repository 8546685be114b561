"""One folder per system. An adapter knows its system and the domain's words, and nothing of the orchestration.

What all of them share stands beside the folders, and what those of SQL systems share is in `sql`.
"""
