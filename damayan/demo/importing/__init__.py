"""Brings a corpus (CSV or JSONL and a small mapping file) into groups as stories and replies."""
