"""The words of the DPO's door, in each language."""
