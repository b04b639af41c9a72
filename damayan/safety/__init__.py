"""Keeping people safe: screening, concerns, the crisis card, the private line, helplines.

A concern names its subject by kind and key; the rooms above register how to show and act on theirs.
"""
