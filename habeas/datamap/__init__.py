"""What a database has, beside what its record says of it: drafts of records, and what they lack."""
