"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from damayan.notices.models import Choice, MutedThread, Notice
from damayan.people.holdings import Holding, register
from damayan.people.models import Person


def _export(person: Person) -> Iterator[Mapping[str, Any]]:
    for notice in Notice.objects.filter(person=person).select_related("delivery").order_by("pk"):
        delivery = getattr(notice, "delivery", None)
        yield {
            "told": notice.text,
            "kind": notice.get_kind_display(),
            "page": notice.url,
            "when": notice.created_at,
            "read": notice.read_at,
            "e-mail sent": delivery and delivery.sent_at,
        }
    for choice in Choice.objects.filter(person=person).order_by("kind"):
        yield {
            "choice for": choice.get_kind_display(),
            "in Answers": choice.inbox,
            "by e-mail": choice.get_email_display(),
        }
    for muted in MutedThread.objects.filter(person=person).order_by("pk"):
        yield {"muted": muted.thread, "when": muted.muted_at}


def _erase(person: Person, words: str) -> None:
    Notice.objects.filter(person=person).delete()
    Choice.objects.filter(person=person).delete()
    MutedThread.objects.filter(person=person).delete()


def declare() -> None:
    """Tell ``people`` what is here."""
    models = ("notices.Notice", "notices.Delivery", "notices.Choice", "notices.MutedThread")
    register(Holding(_("What we told you"), models, _export, _erase))
