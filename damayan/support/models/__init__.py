"""Data of this room."""

from damayan.support.models.coach import Coaching

__all__ = ["Coaching"]
