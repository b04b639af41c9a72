"""Telling one person one thing: inbox and e-mail (person, kind, text, url), exactly once per cause.

Does not know what happened; the room where it happened says so.
"""
