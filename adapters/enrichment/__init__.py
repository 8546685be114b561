"""Enrichment: the stored copies of what Clearbit (APIHub) gave, who got addresses, and whom not to look up.

Nothing here ever asks Clearbit: looking a person up makes Clearbit collect them, and is a disclosure of its own.
"""
