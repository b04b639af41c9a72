"""What guides see of this part: a question, an answer or the words to a booked time."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen
from damayan.foundation.words import cook
from damayan.people.keys import open_for
from damayan.people.models import Person
from damayan.safety.subjects import Shown, register
from damayan.support.questions.models import Advice, Published, Question, Slot
from damayan.support.questions.sealing import ADVICE, ASKED, SLOT


def _html(owner: Person | None, sealed: Any, context: str) -> str:
    if owner is None or not sealed:
        return ""
    try:
        return cook(open_for(owner, bytes(sealed), context).decode())
    except CannotOpen:
        return ""


def _shown(title: str, html: str, url: str, **more: bool) -> Shown:
    found = {"author_name": "", "author_key": "", "group_slug": "", "hidden": False, **more}
    return Shown(title=title, html=html, url=url, **found)  # type: ignore[arg-type]


class _Sealed:
    """What the three share: found by screening, so nobody reports them but who may read them."""

    def __init__(self, person_of: Callable[[str], int | None]) -> None:
        self._person_of = person_of

    def exists_for(self, person: Person, key: str) -> bool:
        """Reported by whoever asked, about the answer; the rest is found by screening."""
        return False

    def author_id(self, key: str) -> int | None:
        """The account behind it."""
        return self._person_of(key)

    def hide(self, *, by: Person, key: str, reason: str) -> None:
        """There is nobody to hide it from but who takes it; it is taken back."""

    def restore(self, *, by: Person, key: str, reason: str) -> None:
        """Nothing was hidden."""


class QuestionSubject(_Sealed):
    """A question, by its key."""

    def show(self, key: str) -> Shown | None:
        """Its words, for a guide."""
        found = Question.objects.filter(key=key).select_related("person").first()
        if found is None:
            return None
        html = _html(found.person, found.words_sealed, ASKED)
        gone = found.withdrawn_at is not None
        return _shown(_("A question to a professional"), html, f"/ask/{key}/", gone=gone)


class SlotSubject(_Sealed):
    """The words to a booked time, by the slot's key."""

    def show(self, key: str) -> Shown | None:
        """Its words, for a guide."""
        found = Slot.objects.filter(key=key).select_related("booked_by").first()
        if found is None:
            return None
        html = _html(found.booked_by, found.words_sealed, SLOT)
        return _shown(_("Words to a professional before they meet"), html, f"/hours/{key}/")


class AdviceSubject(_Sealed):
    """A professional's answer, by its key; hidden, it is published no more either."""

    def exists_for(self, person: Person, key: str) -> bool:
        """For who asked, and for everybody once it is published."""
        sent = Advice.objects.exclude(sent_at=None).filter(key=key)
        found = Q(question__published__isnull=False, question__published__hidden_at=None)
        return sent.filter(Q(question__person=person) | found).exists()

    def show(self, key: str) -> Shown | None:
        """Its words, for a guide."""
        found = Advice.objects.filter(key=key).select_related("question__person").first()
        if found is None:
            return None
        html = _html(found.question.person, found.words_sealed, ADVICE)
        url = f"/ask/{found.question.key}/"
        title = _("An answer by a professional")
        return _shown(title, html, url, hidden=found.hidden_at is not None)

    def hide(self, *, by: Person, key: str, reason: str) -> None:
        """From who asked and from everybody."""
        done = {"hidden_at": now(), "hidden_by": by}
        Advice.objects.filter(key=key).update(**done)
        Published.objects.filter(question__advice__key=key).update(**done)

    def restore(self, *, by: Person, key: str, reason: str) -> None:
        """Show it again."""
        done = {"hidden_at": None, "hidden_by": None}
        Advice.objects.filter(key=key).update(**done)
        Published.objects.filter(question__advice__key=key).update(**done)


def _asker(key: str) -> int | None:
    return Question.objects.filter(key=key).values_list("person_id", flat=True).first()


def _booker(key: str) -> int | None:
    return Slot.objects.filter(key=key).values_list("booked_by_id", flat=True).first()


def _writer(key: str) -> int | None:
    return Advice.objects.filter(key=key).values_list("by__person_id", flat=True).first()


def register_all() -> None:
    """Called once when the application starts."""
    register("question", QuestionSubject(_asker))
    register("slot", SlotSubject(_booker))
    register("advice", AdviceSubject(_writer))
