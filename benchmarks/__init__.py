"""What Habeas costs: one module for each question, and `run.py`, which asks them all."""
