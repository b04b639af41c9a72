"""Who guides, and what guides call each other."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from damayan.groups.models import Group, GroupRole, Membership
from damayan.groups.rules import OVERSEERS
from damayan.moderation.queries.concerns import Laid, Slugs
from damayan.moderation.queries.shifts import on_shift
from damayan.people.models import Person, Role, RoleGrant


def guides_of(slug: str) -> set[int]:
    """Who may look at a concern there: the group's guides, and those of the whole installation."""
    here = GroupRole.objects.filter(group__slug=slug, role=Role.GUIDE, ended_at=None)
    everywhere = RoleGrant.objects.filter(role__in=OVERSEERS, ended_at=None)
    return {
        *here.values_list("person_id", flat=True),
        *everywhere.values_list("person_id", flat=True),
    }


def coordinators() -> set[int]:
    """The coordinators of the installation."""
    held = RoleGrant.objects.filter(role=Role.COORDINATOR, ended_at=None)
    return set(held.values_list("person_id", flat=True))


def guided_groups(slugs: Slugs) -> list[Group]:
    """The groups to choose from; None means all. One query, none for who guides one group."""
    if slugs is not None and len(slugs) < 2:
        return []
    rows = Group.objects.order_by("slug")
    return list(rows if slugs is None else rows.filter(slug__in=slugs))


def guide_names(people: Collection[int], slug: str) -> dict[int, str]:
    """What other guides call these people: their persona in that group. One query.

    Who wears none there (a coordinator, say) is left out; sign-in names are shown to nobody.
    """
    if not people or not slug:
        return {}
    worn = Membership.objects.filter(person__in=people, group__slug=slug)
    return dict(worn.values_list("person_id", "persona__name"))


def hands(person: Person, laid: Laid) -> dict[int, str]:
    """The guides to whom ``person`` may hand a case, by id, those on shift first. Five queries."""
    slug = laid.concern.group_slug
    others = guides_of(slug) - {person.pk, laid.author_id or 0}
    names, above, here = guide_names(others, slug), coordinators(), on_shift()
    found = {}
    for pk in sorted(others, key=lambda pk: (pk not in here, pk in above, pk)):
        name = names.get(pk) or (_("a coordinator") if pk in above else _("a guide of this place"))
        said = {"name": name, "n": pk}
        name = name if pk in names else _("%(name)s (account no. %(n)s)") % said
        found[pk] = _("%(name)s · here now") % {"name": name} if pk in here else name
    return found
