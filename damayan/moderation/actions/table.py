"""What every deed on a case begins and ends with: the case locked, the rule asked, the log."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups.queries import guided_slugs
from damayan.moderation import log
from damayan.moderation.actions.resting import expose
from damayan.moderation.actions.telling import tell_decision
from damayan.moderation.models import LogEntry
from damayan.moderation.queries.cases import stand
from damayan.moderation.queries.concerns import Laid
from damayan.moderation.rules import LIVELY_FOR, TAKEN_FOR, may_look
from damayan.moderation.rules_cases import Standing, may_do
from damayan.moderation.vocabulary import Deed
from damayan.moderation.watch import watch_claim
from damayan.people.models import Person
from damayan.safety import alarms
from damayan.safety.models import Concern

# After these the case is in nobody's or somebody else's hands.
_HANDS_OFF = frozenset({Deed.NOTE, Deed.TAKE_UP, Deed.GIVE_BACK, Deed.HAND_OVER, Deed.ESCALATE})


@dataclass(frozen=True)
class Table:
    """A case that is locked for one deed of one guide, who may do it."""

    by: Person
    concern: Concern
    laid: Laid
    case: Standing

    def note(
        self,
        deed: str,
        reason: str,
        details: dict[str, Any] | None = None,
        *,
        persona: bool = False,
    ) -> LogEntry:
        """Write the deed into the log; about the author's ``persona``, or about the subject."""
        about = None
        if persona and self.laid.shown:
            about = ("persona", self.laid.shown.author_key)
        return write_down(self.by, self.concern, deed, reason, details, about)

    def tell(self, entry: LogEntry, text: Any) -> None:
        """Let the author read what was decided, and why; nothing when nobody is behind it."""
        if self.laid.author_id is not None:
            tell_decision(
                by=self.by,
                person_id=self.laid.author_id,
                entry=entry,
                reason=entry.reason,
                text=text,
                concern=self.concern,
            )


def write_down(
    by: Person,
    concern: Concern,
    deed: str,
    reason: str = "",
    details: dict[str, Any] | None = None,
    about: tuple[str, str] | None = None,
) -> LogEntry:
    """One line in the log about a case's subject, or another (kind, key) that it is ``about``."""
    kind, key = about or (concern.subject_kind, concern.subject_key)
    return log.record(
        by=by,
        deed=deed,
        subject_kind=kind,
        subject_key=key,
        group_slug=concern.group_slug,
        reason=reason,
        details={"concern": concern.key, **(details or {})},
    )


def sit_down(by: Person, concern: Concern, deed: Deed) -> Table:
    """Lock a case for a deed; who does it looks after the case from now on, if nobody did.

    Raises Refused with the reason. In the caller's transaction.
    """
    kept = Concern.objects.select_for_update().get(pk=concern.pk)
    if not may_look(guided_slugs(by), kept):
        raise Refused(_("Only a guide can do this."))
    laid, case = stand(by, kept)
    require(may_do(deed, case))
    if deed not in _HANDS_OFF and not case.closed:
        claim(by, kept, TAKEN_FOR) if case.holder_id is None else keep_holding(kept)
    return Table(by, kept, laid, case)


def claim(guide: Person, concern: Concern, length: timedelta) -> None:
    """Put a locked case into one guide's hands for so long; what they meet is counted."""
    concern.taken_by, concern.taken_at = guide, now()
    concern.held_until = concern.taken_at + length
    concern.looked_at = concern.looked_at or concern.taken_at
    concern.save(update_fields=["taken_by", "taken_at", "held_until", "looked_at"])
    expose(guide=guide, concern=concern)
    watch_claim(concern)
    alarms.changed()


def keep_holding(concern: Concern) -> None:
    """A deed is a sign of life."""
    least = now() + LIVELY_FOR
    if concern.held_until is None or concern.held_until < least:
        concern.held_until = least
        concern.save(update_fields=["held_until"])
