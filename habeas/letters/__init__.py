"""Letters: their words in every language, with the content that the law wants; and the office that sends them."""
