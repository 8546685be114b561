"""Systems without an API: their owners answer by hand."""
