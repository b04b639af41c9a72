"""What the tests of waiting words share."""

from damayan.groups.models import Group
from damayan.safety.models import Concern
from damayan.stories.models import Reply, Story

CALM = "We cooked rice and fish for lunch."
URGENT = "I want to end my life tonight. I have the pills in my hand."


def customs(cast, **settings):
    """Set them, and let the cast's group know."""
    Group.objects.filter(pk=cast.group.pk).update(**settings)
    cast.group.refresh_from_db()


def orphans() -> list[str]:
    """Words that wait although no concern about them is open: no guide would ever meet them."""
    stand = {"removed_at": None, "hidden_at": None, "waiting_at__isnull": False}
    waiting = [
        ("story", key) for key in Story.objects.filter(**stand).values_list("key", flat=True)
    ]
    waiting += [
        ("reply", key) for key in Reply.objects.filter(**stand).values_list("key", flat=True)
    ]
    opened = Concern.objects.filter(closed_at=None)
    known = set(opened.values_list("subject_kind", "subject_key"))
    return [f"{kind}:{key}" for kind, key in waiting if (kind, key) not in known]
