"""Deeds as the log names them, with the words that coordinators read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Deed(models.TextChoices):
    HIDE = "hide", _("hid")
    RESTORE = "restore", _("showed again")
    PAUSE = "pause", _("paused the writing of")
    RESUME = "resume", _("let write again")
    TAKE_UP = "take_up", _("looks after a concern about")
    WRITE = "write", _("wrote to the author of")
    ANSWER = "answer", _("answered a report about")
    CLOSE = "close", _("closed a concern about")
    LOOK_BEHIND = "look_behind", _("looked behind")


class SubjectWord(models.TextChoices):
    STORY = "story", _("a story")
    REPLY = "reply", _("an answer")
    PERSONA = "persona", _("a persona")


def deed_words(deed: str) -> str:
    """A deed in words; one that another room brought stays as it is."""
    return str(Deed(deed).label) if deed in Deed.values else deed


def subject_words(kind: str) -> str:
    """A kind of subject in words."""
    return str(SubjectWord(kind).label) if kind in SubjectWord.values else kind
