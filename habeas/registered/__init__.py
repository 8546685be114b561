"""The company's systems: how each is opened from the environment's settings. They register as a stranger's do."""
