"""Any SQL database, from the record of it alone (`habeas/domain/record/`): no code for a schema, no SQL as text."""
