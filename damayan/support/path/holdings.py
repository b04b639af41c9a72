"""What this part holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.people.holdings import Holding, register
from damayan.people.models import Person
from damayan.support.path import queries
from damayan.support.path.actions.mentoring import release
from damayan.support.path.models import Journey, Progress, Step, Trial


def _export(person: Person) -> Iterator[Mapping[str, Any]]:
    journey = Journey.objects.filter(person=person).select_related("person").first()
    if journey is None:
        return
    asked, now = queries.application(journey), queries.standing(person)
    yield {
        _("why you wanted to help"): asked.why,
        _("what you have been through"): list(asked.topics),
        _("when you have time"): asked.hours,
        _("languages"): list(asked.languages),
        _("how it stands"): journey.get_state_display(),
        _("what you were answered"): queries.answer_words(journey),
        _("what happened"): [[e.at, e.get_state_display()] for e in journey.events.all()],
        _("what mentors wrote to you"): [list(one) for one in now.notes],
        _("certificates"): [
            [c.code, c.issued_at, c.valid_until] for c in journey.certificates.all()
        ],
    }


def _export_course(person: Person) -> Iterator[Mapping[str, Any]]:
    for one in Progress.objects.filter(person=person).order_by("pk"):
        yield {_("part of the course"): one.module, _("step"): one.step, _("passed"): one.passed_at}


def _export_further(person: Person) -> Iterator[Mapping[str, Any]]:
    for step in Step.objects.filter(person=person).select_related("person").order_by("pk"):
        yield {
            _("a further step"): step.get_kind_display(),
            _("how it stands"): step.get_state_display(),
            _("your words"): queries.step_application(step).words,
            _("what you were answered"): queries.step_answer(person, step),
        }
    for trial in Trial.objects.filter(mentor=person).order_by("pk"):
        yield {_("you read along as a mentor"): trial.started_at, _("until"): trial.ended_at}


def _export_felt(person: Person) -> Iterator[Mapping[str, Any]]:
    for one in queries.felt_of(person):
        yield {_("when"): one.at, _("helped"): one.helped, _("felt understood"): one.understood}


def _erase(person: Person, words: str) -> None:
    """They go with the account, and their key before them."""


def _erase_further(person: Person, words: str) -> None:
    """Whoever they were a mentor for waits for another one."""
    release(person)


def declare() -> None:
    """Tell ``people`` what is here."""
    mine = tuple(f"path.{name}" for name in ("Journey", "JourneyEvent", "Certificate", "Note"))
    register(Holding(gettext_lazy("Your path as a supporter"), mine, _export, _erase))
    course = ("path.Progress",)
    register(Holding(gettext_lazy("Your course"), course, _export_course, _erase))
    further = ("path.Step", "path.Trial")
    steps = gettext_lazy("Your further steps, and mentoring")
    register(Holding(steps, further, _export_further, _erase_further))
    register(
        Holding(gettext_lazy("What answers did for you"), ("path.Felt",), _export_felt, _erase)
    )
