"""The record of one database, from which a machine can work: what each column is, and whose each row (GDPR art. 30)."""
