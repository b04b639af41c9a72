"""A lived-in sample community, and importers of real corpora."""
