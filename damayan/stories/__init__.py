"""Stories and replies, reactions, drafts, bookmarks and what a reader hides; search over them.

Does not know who moderates or who is routed where: rooms above call its verbs.
"""
