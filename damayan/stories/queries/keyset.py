"""A place in an order, as a condition that PostgreSQL answers from the index."""

from typing import Any

from django.db.models import Q


def beyond(by: str, op: str, value: Any, pk: int) -> Q:
    """Rows past (value, pk) in the order of ``by`` then id; ``op`` is "gt" or "lt".

    The plain comparison is said beside the exact one because only it reads a range of an index.
    """
    strictly = Q(**{f"{by}__{op}": value}) | Q(**{by: value, f"id__{op}": pk})
    return Q(**{f"{by}__{op}e": value}) & strictly
