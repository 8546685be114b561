"""What is proved, put into words for people: the certificate of a case as a page."""
