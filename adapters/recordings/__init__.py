"""Recordings: what arises in online events, in the platform's SQL database and in a versioned S3 bucket."""
