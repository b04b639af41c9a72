"""What this part holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.people.holdings import Holding, register
from damayan.people.models import Person
from damayan.support.listening import actions, queries
from damayan.support.listening.models import Message, Talk, Wish


def _export(person: Person) -> Iterator[Mapping[str, Any]]:
    for wish in Wish.objects.of(person).select_related("person").order_by("pk"):
        yield {
            _("you asked for a talk"): wish.asked_at,
            _("your name there"): wish.name,
            _("what you said"): queries.wish_words(wish),
        }
    for talk in Talk.objects.of(person).select_related("wish").order_by("pk"):
        spoken = queries.spoken(person, talk, whole=True)
        yield {
            _("talk"): talk.begun_at,
            _("ended"): talk.ended_at,
            _("what you said"): [[one.at, one.words] for one in spoken.messages if one.own],
            _("what you heard"): [[one.at, one.words] for one in spoken.messages if not one.own],
            _("how it was"): [talk.helped, talk.understood, spoken.thanks],
        }


def _erase(person: Person, words: str) -> None:
    """Whoever asked takes the talk along; of a listener only the account goes, or their words."""
    if words == "remove":
        heard = Message.objects.filter(talk__listener=person, side=Talk.Side.LISTENER)
        heard.delete()
    for talk in Talk.objects.filter(listener=person, ended_at=None).order_by("member_id", "pk"):
        actions.end(by=person, talk=talk)
    Talk.objects.filter(listener=person).update(listener_name="", listener=None)


def declare() -> None:
    """Tell ``people`` what is here."""
    labels = tuple(f"listening.{name}" for name in ("Wish", "Offer", "Pass", "Talk", "Message"))
    register(Holding(gettext_lazy("Your talks of two"), labels, _export, _erase))
