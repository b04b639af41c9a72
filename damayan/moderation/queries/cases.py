"""A case on a guide's table: how it stands before them, and what is around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from damayan.groups.models import Membership
from damayan.moderation.models import CaseNote, Decision
from damayan.moderation.queries.concerns import Laid, lay_out
from damayan.moderation.queries.guides import guide_names
from damayan.moderation.rules import holder_of
from damayan.moderation.rules_cases import Standing
from damayan.moderation.vocabulary import Deed
from damayan.people.models import Person, Role
from damayan.people.queries import holds
from damayan.safety.models import Concern, Report
from damayan.stories.models import Reply, Story

# What guides say to a member, as against what they decide about them.
SPOKEN = (Deed.WRITE, Deed.NUDGE, Deed.SEND_CARD, Deed.ASK_EDIT, Deed.REFER)
_LATEST = 5


@dataclass(frozen=True)
class Wrote:
    """One story or answer by the same persona."""

    kind: str
    title: str
    url: str
    at: datetime
    hidden: bool


@dataclass(frozen=True)
class Around:
    """What a guide should know beside the words; all of it under this one persona only.

    ``told``: their latest words; ``stories``, ``replies``: how many there are. ``before``: other
    cases about this persona or its words. ``spoken``: what guides wrote to them, ``decided``: what
    they decided, both latest first, with appeals.
    """

    told: Sequence[Wrote] = ()
    stories: int = 0
    replies: int = 0
    joined_at: datetime | None = None
    before: Sequence[Concern] = ()
    spoken: Sequence[Decision] = ()
    decided: Sequence[Decision] = ()
    notes: Sequence[CaseNote] = ()
    names: dict[int, str] = field(default_factory=dict)


def stand(person: Person, concern: Concern) -> tuple[Laid, Standing]:
    """A concern laid out, and how it stands before ``person``. Seven queries at most."""
    laid = lay_out(concern)
    shown = laid.shown
    key, has_author = concern.subject_key, laid.author_id is not None
    paused = concern.subject_kind == "persona" and shown is not None and shown.hidden
    if shown is not None and concern.subject_kind != "persona":
        worn = Membership.objects.filter(persona__key=shown.author_key)
        paused = worn.filter(paused_at__isnull=False).exists()
    return laid, Standing(
        guide_id=person.pk,
        own=laid.author_id == person.pk,
        closed=concern.closed_at is not None,
        holder_id=holder_of(concern),
        kind=concern.subject_kind,
        shown=shown,
        has_author=has_author,
        is_paused=paused,
        is_waiting=shown is not None and shown.waiting,
        is_escalated=concern.escalated_at is not None,
        coordinates=holds(person, Role.COORDINATOR),
        answers_closed=_answers_closed(concern.subject_kind, key),
    )


def story_of(kind: str, key: str) -> Story | None:
    """The story that the words stand in; None for other subjects."""
    stories = Story.objects.defer("search")
    if kind == "story":
        return stories.filter(key=key).first()
    return stories.filter(replies__key=key).first() if kind == "reply" else None


def _answers_closed(kind: str, key: str) -> bool | None:
    story = story_of(kind, key)
    return None if story is None or story.removed_at else story.guide_closed_at is not None


def around(laid: Laid) -> Around:
    """What stands around a case, in ten queries at most."""
    notes = list(laid.concern.notes.all())
    if laid.shown is None:
        return Around(notes=notes, names=guide_names(_guides(laid.concern, notes), ""))
    persona, slug = laid.shown.author_key, laid.shown.group_slug
    worn = _worn(persona)
    decisions = _decisions(worn, slug, laid.concern)
    return Around(
        told=_told(persona, laid.concern),
        stories=worn.stories if worn else 0,  # type: ignore[attr-defined]
        replies=worn.replies if worn else 0,  # type: ignore[attr-defined]
        joined_at=worn.joined_at if worn else None,
        before=list(_before(persona).exclude(pk=laid.concern.pk)[:_LATEST]),
        spoken=[one for one in decisions if one.deed in SPOKEN],
        decided=[one for one in decisions if one.deed not in SPOKEN],
        notes=notes,
        names=guide_names(_guides(laid.concern, notes), slug),
    )


def _worn(persona: str) -> Membership | None:
    def counted(model: type[Story] | type[Reply]) -> Coalesce:
        rows = model.objects.filter(author=OuterRef("persona"), removed_at=None).order_by()
        return Coalesce(Subquery(rows.values("author").annotate(n=Count("pk")).values("n")), 0)

    worn = Membership.objects.filter(persona__key=persona)
    return worn.annotate(stories=counted(Story), replies=counted(Reply)).first()


def _told(persona: str, concern: Concern) -> list[Wrote]:
    stories = Story.objects.filter(author__key=persona, removed_at=None).order_by("-created_at")
    replies = Reply.objects.filter(author__key=persona, removed_at=None).order_by("-created_at")
    columns = "key", "created_at", "hidden_at"
    rows = chain(
        (("story", *row) for row in stories.values_list(*columns, "title")[: _LATEST + 1]),
        (("reply", *row) for row in replies.values_list(*columns, "story__title")[: _LATEST + 1]),
    )
    latest = sorted(rows, key=lambda row: row[2], reverse=True)
    place = {"story": "stories", "reply": "replies"}
    return [
        Wrote(kind, title, f"/{place[kind]}/{key}/", at, hidden is not None)
        for kind, key, at, hidden, title in latest
        if (kind, key) != (concern.subject_kind, concern.subject_key)
    ][:_LATEST]


def _before(persona: str) -> QuerySet[Concern]:
    stories = Story.objects.filter(author__key=persona).values("key")
    replies = Reply.objects.filter(author__key=persona).values("key")
    about = Q(subject_kind="persona", subject_key=persona)
    about |= Q(subject_kind="story", subject_key__in=stories)
    about |= Q(subject_kind="reply", subject_key__in=replies)
    return Concern.objects.filter(about).order_by("-created_at", "-id")


def _decisions(worn: Membership | None, slug: str, concern: Concern) -> list[Decision]:
    """Only what was decided in this group, or in this case."""
    if worn is None:
        return []
    mine = Decision.objects.filter(person=worn.person_id)
    here = mine.filter(Q(group_slug=slug) | Q(concern=concern)).exclude(group_slug="")
    return list(here.select_related("appeal").order_by("-at", "-id")[: 4 * _LATEST])


def _guides(concern: Concern, notes: Sequence[CaseNote]) -> set[int]:
    named = {concern.taken_by_id, concern.escalated_by_id, concern.closed_by_id}
    return {pk for pk in named | {note.by_id for note in notes} if pk is not None}


def language_of(laid: Laid, report: Report | None = None) -> str:
    """The language in which whom a guide writes to reads: of their words, or of their account."""
    if report is not None:
        return report.reporter.language if report.reporter else ""
    story = story_of(laid.concern.subject_kind, laid.concern.subject_key)
    if laid.concern.subject_kind == "story" and story and story.language == "ceb":
        return story.language
    reader = (
        Person.objects.filter(pk=laid.author_id or 0).values_list("language", flat=True).first()
    )
    return reader or ""
