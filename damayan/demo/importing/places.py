"""Groups and personas that imported words live in."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.text import slugify
from django.utils.timezone import get_default_timezone, is_naive

from damayan.demo.importing.mapping import Mapping
from damayan.demo.models import ImportedAuthor
from damayan.groups.models import Group, Persona
from damayan.groups.names import free_name

_RULES = {
    "en": ["Read with care: these words were brought here from elsewhere."],
    "fil": ["Basahin nang may malasakit: galing sa ibang lugar ang mga salitang ito."],
}


@dataclass(frozen=True)
class Places:
    """Makes each group and persona once; an author keeps one persona in a group."""

    mapping: Mapping
    now: datetime

    def group(self, label: str) -> Group:
        """The group for a label such as "depression"; made when there is none."""
        named = self.mapping.groups.get(label, {})
        slug = str(named.get("slug") or f"{self.mapping.corpus}-{slugify(label)}")[:48].strip("-")
        name = named.get("name") or label.replace("-", " ").capitalize()
        languages = [self.mapping.fixed.get("language", "en")]
        return Group.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name if isinstance(name, dict) else {"en": name},
                "about": named.get("about", {}),
                "rules": _RULES,
                "languages": languages,
                "created_at": self.now,
            },
        )[0]

    def persona(self, group: Group, author: str) -> Persona:
        """The persona of ``author`` in ``group``; behind it stands nobody."""
        known = ImportedAuthor.objects.filter(
            corpus=self.mapping.corpus, author=author, group=group
        ).select_related("persona")
        if found := known.first():
            return found.persona
        look = free_name(group, self.mapping.fixed.get("language", "en"))
        persona = Persona.objects.create(group=group, name=look.name, seed=look.seed)
        ImportedAuthor.objects.create(
            corpus=self.mapping.corpus, author=author, group=group, persona=persona
        )
        return persona

    def moment(self, given: str, source: str, after: datetime | None = None) -> datetime:
        """The time given; else one that the row always gets, spread over the mapping's days.

        Raises ValueError for a time that cannot be read.
        """
        if given:
            return self._given(given)
        dice = random.Random(f"{self.mapping.corpus}:{source}")
        if after is None:
            return self.now - timedelta(
                days=self.mapping.spread_days * (0.02 + 0.98 * dice.random())
            )
        return min(after + timedelta(minutes=dice.lognormvariate(4.5, 1.2)), self.now)

    def _given(self, given: str) -> datetime:
        moment = parse_datetime(given)
        if moment is None:
            raise ValueError(given)
        if is_naive(moment):
            moment = moment.replace(tzinfo=get_default_timezone())
        return min(moment, self.now)
