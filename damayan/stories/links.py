"""Addresses of this room that one page needs many of, without asking the resolver each time.

A test holds them to urls.py.
"""


def story(key: str) -> str:
    """A story's page."""
    return f"/stories/{key}/"


def reply(key: str) -> str:
    """A reply's lasting address; it leads to the right page of its story."""
    return f"/replies/{key}/"


def group(slug: str) -> str:
    """A group's page."""
    return f"/groups/{slug}/"


def personas(slug: str) -> str:
    """What stands before a persona's key within a group."""
    return f"/groups/{slug}/people/"
