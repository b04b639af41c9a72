"""Wires the rooms together: settings, root URLs, ASGI and templates. Imported by nobody."""
