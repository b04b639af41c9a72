"""How fresh a helpline is, how soon a report is looked at, and who keeps the helplines."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now, on_day
from damayan.foundation.verdict import YES, Verdict, no
from damayan.people.models import Role
from damayan.safety.models import URGENT_KINDS, Concern, Helpline, Outcome, ReportKind

NEXT_STEPS = {
    ReportKind.DANGER: gettext_lazy(
        "This goes to the top of what guides look at. They read it before everything else."
    ),
    ReportKind.METHOD: gettext_lazy(
        "This goes to the top of what guides look at. Words that show ways to hurt oneself or "
        "others are hidden."
    ),
    ReportKind.ABUSE: gettext_lazy(
        "A guide reads it and decides. Until then you can block this person: you will no longer "
        "see each other in this group."
    ),
    ReportKind.SEXUAL: gettext_lazy(
        "A guide reads it and decides. Until then you can block this person: you will no longer "
        "see each other in this group."
    ),
    ReportKind.IDENTITY: gettext_lazy(
        "A guide reads it and hides what says who somebody is. Please do not repeat it anywhere."
    ),
    ReportKind.SPAM: gettext_lazy("A guide looks at it and takes it away if it does not belong."),
    ReportKind.OTHER: gettext_lazy("A guide reads it and thinks about what to do."),
}

OUTCOME_TOLD = {
    Outcome.REACHED: gettext_lazy("You reported something. We reached the person. Thank you."),
    Outcome.HIDDEN: gettext_lazy("You reported something. A guide hid it. Thank you."),
    Outcome.TALKED: gettext_lazy("You reported something. A guide talked with the person."),
    Outcome.KEPT: gettext_lazy("You reported something. A guide read it and let it stay."),
    Outcome.HANDED_ON: gettext_lazy(
        "You reported something. A guide handed it on to others who can help."
    ),
}


def level_of(kind: str) -> Concern.Level:
    """How soon somebody should look at a report of this kind."""
    return Concern.Level.URGENT if kind in URGENT_KINDS else Concern.Level.CONCERN


def is_stale(helpline: Helpline) -> bool:
    """Never verified, or longer ago than this installation allows."""
    limit = timedelta(days=settings.HELPLINE_STALE_DAYS)
    return helpline.verified_at is None or now() - helpline.verified_at > limit


def checked_words(helpline: Helpline) -> str:
    """When and by whom the number was last called, honestly."""
    if helpline.verified_at is None:
        return _("We have not called this number ourselves yet. It may have changed.")
    day = on_day(helpline.verified_at)
    if is_stale(helpline):
        return _("Last checked by a coordinator on %(day)s. It may have changed.") % {"day": day}
    return _("Checked by a coordinator on %(day)s.") % {"day": day}


def may_keep_helplines(roles: frozenset[str]) -> Verdict:
    """``roles`` in the whole installation."""
    return YES if Role.COORDINATOR in roles else no(_("Only a coordinator can do this."))
