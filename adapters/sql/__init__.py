"""What adapters of SQL systems share: engines, credentials, foreign keys, the table of holds, the meaning of errors."""
