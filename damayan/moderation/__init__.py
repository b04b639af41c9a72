"""Guides: reports and decisions, the append-only log. Calls the rooms' own verbs.

Cases, appeals and shifts come to live here too.
"""
