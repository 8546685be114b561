"""The words around the pages of the web doors, in each language, and which language a browser gets."""
