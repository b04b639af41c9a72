"""What was decided about a member, for themselves alone."""

from dataclasses import dataclass

from django.utils.html import strip_tags

from damayan.foundation.clock import now
from damayan.foundation.paging import Page, page_of
from damayan.foundation.words import excerpt
from damayan.groups.models import Group
from damayan.moderation.meaning import Meaning, meaning_of
from damayan.moderation.models import Appeal, Decision
from damayan.moderation.vocabulary import Deed
from damayan.people.models import Person
from damayan.safety.subjects import subject_of

_QUOTED = 400


@dataclass(frozen=True)
class Quoted:
    """A member's own words, as far as they are quoted to them, and where they stand."""

    words: str
    url: str
    persona: str


@dataclass(frozen=True)
class Told:
    """One decision with all that its page says; ``own`` is None when the words are gone."""

    decision: Decision
    meaning: Meaning
    group: str
    own: Quoted | None

    @property
    def appeal(self) -> Appeal | None:
        """The member's appeal, if they made one (a query, unless it was fetched along)."""
        return getattr(self.decision, "appeal", None)

    @property
    def may_edit(self) -> bool:
        """Whether changing the words is something that the member can do about it."""
        return self.meaning.may_edit and bool(self.own and self.own.words)

    @property
    def words_hidden(self) -> bool:
        """Whether all their words went with a closed account (a query, unless fetched along)."""
        sanction = getattr(self.decision, "sanction", None)
        return sanction is not None and bool(sanction.words_hidden)

    @property
    def is_over(self) -> bool:
        """Whether it ended by itself."""
        return self.decision.until is not None and self.decision.until <= now()


def decisions_of(
    person: Person, *, after: str = "", before: str = "", size: int = 30
) -> Page[Told]:
    """What was decided about ``person``, latest first. Three queries at most."""
    rows = Decision.objects.filter(person=person).select_related("appeal")
    page = page_of(rows, by="at", size=size, after=after, before=before)
    titles = _titles({one.group_slug for one in page.rows})
    told = [Told(one, meaning_of(one), titles.get(one.group_slug, ""), None) for one in page.rows]
    return Page(rows=told, earlier=page.earlier, later=page.later)


def decision_of(person: Person, key: str) -> Told | None:
    """One decision about ``person``; None for anybody else's. Five queries at most."""
    mine = Decision.objects.filter(person=person, key=key).select_related("appeal", "sanction")
    found = mine.first()
    if found is None:
        return None
    title = _titles({found.group_slug}).get(found.group_slug, "")
    return Told(found, meaning_of(found), title, _own_words(found))


def closing_of(person: Person) -> Told | None:
    """The decision that closed the account of ``person``; five queries at most."""
    closings = Decision.objects.filter(person=person, deed=Deed.REMOVE, lifted_at=None)
    found = closings.select_related("appeal", "sanction").order_by("-at", "-id").first()
    return Told(found, meaning_of(found), "", _own_words(found)) if found else None


def _titles(slugs: set[str]) -> dict[str, str]:
    named = slugs - {""}
    return {one.slug: one.title for one in Group.objects.filter(slug__in=named)} if named else {}


def _own_words(decision: Decision) -> Quoted | None:
    """Only what they wrote themselves: a title or words of somebody else are never quoted."""
    subject = subject_of(decision.subject_kind)
    shown = subject.show(decision.subject_key) if subject else None
    if subject is None or shown is None or shown.gone:
        return None
    if subject.author_id(decision.subject_key) != decision.person_id:
        return None
    spaced = shown.html.replace("<", " <")
    return Quoted(excerpt(strip_tags(spaced), _QUOTED), shown.url, shown.author_name)
