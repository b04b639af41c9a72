"""The coordinator's verbs: found, change, archive, open to search engines."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups import customs as group_customs
from damayan.groups import rules
from damayan.groups.models import Access, Group
from damayan.people.models import Person
from damayan.people.queries import roles_of

_CUSTOMS = frozenset(group_customs.COLUMNS)
_CHANGEABLE = frozenset({"name", "about", "rules", "languages", "access"}) | _CUSTOMS


def found(
    *,
    by: Person,
    slug: str,
    name: dict[str, str],
    about: dict[str, str],
    rules: dict[str, list[str]],
    languages: list[str],
    access: str,
    **customs: Any,
) -> Group:
    """Found a group; words by language, ``rules`` one sentence each, ``customs`` as in ``Customs``.

    Raises Refused when ``by`` is no coordinator or the address ``slug`` is taken.
    """
    _only_coordinators(by)
    try:
        with transaction.atomic():
            return Group.objects.create(
                slug=slug,
                name=name,
                about=about,
                rules=rules,
                languages=languages,
                access=Access(access),
                created_by=by,
                **{name: customs[name] for name in _CUSTOMS & customs.keys()},
            )
    except IntegrityError:
        raise Refused(_("Another group has this address. Choose another.")) from None


@transaction.atomic
def change(*, by: Person, group: Group, **values: Any) -> Group:
    """Change name, about, rules, languages, access or customs (as in ``found``).

    Different house rules make a new version, which members are asked to accept before they write
    again.
    """
    _only_coordinators(by)
    kept = Group.objects.select_for_update().get(pk=group.pk)
    if "rules" in values and values["rules"] != kept.rules:
        kept.rules_version += 1
    for field in _CHANGEABLE & values.keys():
        setattr(kept, field, values[field])
    if kept.access != Access.OPEN:
        kept.findable_at = kept.findable_by = None
    kept.save(update_fields=[*_CHANGEABLE, "rules_version", "findable_at", "findable_by"])
    return kept


def archive(*, by: Person, group: Group) -> None:
    """Close a group: members read on, nobody writes or joins, visitors see it no more."""
    _only_coordinators(by)
    Group.objects.filter(pk=group.pk, archived_at=None).update(archived_at=now(), archived_by=by)


def reopen(*, by: Person, group: Group) -> None:
    """Take an archived group back into use."""
    _only_coordinators(by)
    Group.objects.filter(pk=group.pk).update(archived_at=None, archived_by=None)


def open_to_search(*, by: Person, group: Group) -> None:
    """Let search engines find this group. Raises Refused unless anybody may read it."""
    _only_coordinators(by)
    if group.access != Access.OPEN:
        raise Refused(_("Only a group that anybody may read can be open to search engines."))
    Group.objects.filter(pk=group.pk, findable_at=None).update(findable_at=now(), findable_by=by)


def close_to_search(*, by: Person, group: Group) -> None:
    """Ask search engines to forget this group."""
    _only_coordinators(by)
    Group.objects.filter(pk=group.pk).update(findable_at=None, findable_by=None)


def _only_coordinators(by: Person) -> None:
    require(rules.may_coordinate(roles_of(by)))
