"""Data of this part."""
