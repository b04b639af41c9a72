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
    GIVE_BACK = "give_back", _("gave back a concern about")
    HAND_OVER = "hand_over", _("handed to another guide a concern about")
    ESCALATE = "escalate", _("handed up to coordinators a concern about")
    REFER = "refer", _("handed on to others who can help a concern about")
    NOTE = "note", _("wrote a note for guides on a concern about")
    NUDGE = "nudge", _("wrote a gentle word to the author of")
    LINE = "line", _("wrote on the private line to the author of")
    END_LINE = "end_line", _("ended the private line with the author of")
    SEND_CARD = "send_card", _("sent who to call now to the author of")
    ASK_EDIT = "ask_edit", _("asked to change")
    ADD_TOPICS = "add_topics", _("added a content note to")
    CLOSE_ANSWERS = "close_answers", _("closed the answers under")
    OPEN_ANSWERS = "open_answers", _("opened the answers under")
    RELEASE = "release", _("let others read")
    PAUSE_EVERYWHERE = "pause_everywhere", _("paused everywhere the writing of the person behind")
    ASK_REMOVAL = "ask_removal", _("asked to close the account behind")
    REFUSE_REMOVAL = "refuse_removal", _("did not agree to close the account behind")
    REMOVE = "remove", _("closed the account behind")
    LIFT = "lift", _("took back what held back the person behind")
    TAKE_APPEAL = "take_appeal", _("looks again at a decision about")
    UPHOLD = "uphold", _("let stand a decision about")
    OVERTURN = "overturn", _("overturned a decision about")
    DECLINE = "decline", _("did not let others read")
    CHANGE_PACE = "change_pace", _("changed slow mode or quiet hours of")
    PLAN_SHIFT = "plan_shift", _("planned")
    CANCEL_SHIFT = "cancel_shift", _("took out of the plan")
    TAKE_SHIFT = "take_shift", _("took")
    FREE_SHIFT = "free_shift", _("gave back")
    BEGIN_SHIFT = "begin_shift", _("began")
    END_SHIFT = "end_shift", _("ended")
    ASK_REVEAL = "ask_reveal", _("asked to see who is behind")
    APPROVE_REVEAL = "approve_reveal", _("approved to see who is behind")
    REFUSE_REVEAL = "refuse_reveal", _("refused to see who is behind")
    VOID_REVEAL = "void_reveal", _("let lapse the wish to see who is behind")
    SEE_REVEAL = "see_reveal", _("saw who is behind")
    TELL_REVEAL = "tell_reveal", _("told the person behind")
    REVIEW_REVEAL = "review_reveal", _("looked again at not telling the person behind")


class SubjectWord(models.TextChoices):
    STORY = "story", _("a story")
    REPLY = "reply", _("an answer")
    PERSONA = "persona", _("a persona")
    GROUP = "group", _("a group")
    APPEAL = "appeal", _("an appeal")
    SHIFT = "shift", _("a shift")
    TALK = "talk", _("words in a talk of two")
    WISH = "wish", _("a wish for a talk")
    QUESTION = "question", _("a question to a professional")
    ADVICE = "advice", _("a professional's answer")
    SLOT = "slot", _("words to a booked time")
    SUGGESTION = "suggestion", _("words with a suggested place")
    LAST_WORD = "last_word", _("a word after a talk of two")


_DONE = {
    Deed.WRITE: _("A letter"),
    Deed.NUDGE: _("A gentle word"),
    Deed.SEND_CARD: _("Who to call"),
    Deed.ASK_EDIT: _("Asked to change it"),
    Deed.REFER: _("Referred to others"),
    Deed.HIDE: _("Hidden"),
    Deed.RESTORE: _("Shown again"),
    Deed.DECLINE: _("Not shown to others"),
    Deed.ADD_TOPICS: _("Content note added"),
    Deed.CLOSE_ANSWERS: _("Answers closed"),
    Deed.OPEN_ANSWERS: _("Answers opened"),
    Deed.PAUSE: _("Writing paused in this group"),
    Deed.RESUME: _("May write in this group again"),
    Deed.PAUSE_EVERYWHERE: _("Writing paused everywhere"),
    Deed.LIFT: _("What held them back was taken back"),
    Deed.OVERTURN: _("A decision was taken back"),
}


def done_words(deed: str) -> str:
    """What was done, as other guides read it beside a case."""
    known = _DONE.get(Deed(deed)) if deed in Deed.values else None
    return str(known or deed_words(deed))


def deed_words(deed: str) -> str:
    """A deed in words; one that another room brought stays as it is."""
    return str(Deed(deed).label) if deed in Deed.values else deed


def subject_words(kind: str) -> str:
    """A kind of subject in words."""
    return str(SubjectWord(kind).label) if kind in SubjectWord.values else kind
