"""What an export gives to the subject: one archive, and a page in it that a person can read."""
