"""A Clearbit of the sandbox's own, and the company's job that looks people up there."""
