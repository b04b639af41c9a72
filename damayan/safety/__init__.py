"""Keeping people safe: reports and concerns, helplines; later screening and the crisis card.

A concern names its subject by kind and key; the rooms above register how to show and act on theirs.
"""
