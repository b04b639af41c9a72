"""What an author says on the card, a guide who sends it, and how we think of them a day later."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.actions import tell
from damayan.notices.models import Kind, Notice
from damayan.people.models import Person
from damayan.safety import alarms
from damayan.safety.kinds import is_own_pain
from damayan.safety.models import Concern, Outcome, SafetyLine, Said
from damayan.safety.subjects import subject_of

# Nobody meets the same card twice within this time.
CARD_REST = timedelta(hours=1)
# Outcomes after which a person has spoken with the author, or seen that all is well.
_HEARD = frozenset({Outcome.REACHED, Outcome.TALKED, Outcome.KEPT, Outcome.HANDED_ON})


@transaction.atomic
def say(*, by: Person, subject_kind: str, subject_key: str, said: str) -> None:
    """Tell the guides "I am safe" or "please write to me" about one's own words.

    Raises Refused when the words are not by this person or raised nothing.
    """
    subject = subject_of(subject_kind)
    if subject is None or subject.author_id(subject_key) != by.pk:
        raise Refused("")
    about = Concern.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
    raised = about.exclude(screened_at=None).order_by("-created_at")
    concern = raised.select_for_update().first()
    if concern is None:
        raise Refused("")
    concern.said, concern.said_at = Said(said), now()
    concern.save(update_fields=["said", "said_at"])
    if said == Said.WRITE:
        alarms.ask_to_write(concern)
    alarms.changed()


@transaction.atomic
def send_card(*, by: Person, concern: Concern) -> Notice:
    """Send the author of a concern's words the way to people they can call now.

    Whether ``by`` may decide is for ``moderation`` to say, and its log keeps it. Raises Refused
    when nobody is left to send it to, or when it went to them within the last hour.
    """
    kept = Concern.objects.select_for_update().get(pk=concern.pk)
    subject = subject_of(kept.subject_kind)
    author = subject.author_id(kept.subject_key) if subject else None
    if author is None or author == by.pk:
        raise Refused(gettext("There is nobody left to write to."))
    card, moment = f"card:{kept.key}:", now()
    sent = Notice.objects.filter(person_id=author, cause__startswith=card)
    if sent.filter(created_at__gt=moment - CARD_REST).exists():
        raise Refused(gettext("They were sent the card within the last hour."))
    told = tell(
        person_id=author,
        kind=Kind.GUIDE,
        text=_("A guide thought of you. Here are people you can call now, whatever the hour."),
        url=reverse("safety:help"),
        cause=f"{card}{moment:%Y%m%d%H%M%S}",
    )
    if told is None:
        raise Refused(gettext("They were sent the card within the last hour."))
    return told


@transaction.atomic
def think_of(concern_key: str) -> None:
    """A day later: ask the author how it is today, once, if the words told of their own pain.

    Not when they said that they are safe, nor when a guide reached them, talked with them or found
    nothing to do: a question that comes all the same would say that nobody had listened. It leads
    to their private line if they have one, else to their words.
    """
    concern = Concern.objects.filter(key=concern_key).exclude(screened_at=None).first()
    subject = subject_of(concern.subject_kind) if concern else None
    if concern is None or subject is None or not is_own_pain(concern.kinds):
        return
    if concern.said == Said.SAFE or concern.outcome in _HEARD:
        return
    author, shown = subject.author_id(concern.subject_key), subject.show(concern.subject_key)
    if author is None or shown is None:
        return
    line = SafetyLine.objects.filter(
        subject_kind=concern.subject_kind,
        subject_key=concern.subject_key,
        person=author,
        messages__isnull=False,
    ).first()
    tell(
        person_id=author,
        kind=Kind.GUIDE,
        text=_("We thought of you. How is it today? You need not answer."),
        url=reverse("safety:line", args=[line.key]) if line else shown.url,
        cause=f"care:{concern.key}",
    )
