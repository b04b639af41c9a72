"""Data of this part."""

from damayan.support.questions.models.practices import Practice, Slot
from damayan.support.questions.models.questions import (
    About,
    Advice,
    Audience,
    Opinion,
    Published,
    Question,
)

__all__ = ["About", "Advice", "Audience", "Opinion", "Practice", "Published", "Question", "Slot"]
