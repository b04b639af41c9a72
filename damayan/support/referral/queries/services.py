from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from damayan.foundation.clock import now, on_day
from damayan.foundation.paging import Page, page_of
from damayan.people.models import Person
from damayan.support.referral.models import Service, ServiceChange


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means anything. ``place`` is a province or a city."""

    place: str = ""
    kind: str = ""
    language: str = ""
    free: bool = False

    def among(self, rows: QuerySet[Service]) -> QuerySet[Service]:
        """The services that fit; a line or a visit from anywhere fits everywhere."""
        if self.place:
            rows = rows.filter(province=self.place) | rows.filter(city=self.place)
        if self.kind:
            rows = rows.filter(kinds__contains=[self.kind])
        if self.language:
            rows = rows.filter(languages__contains=[self.language])
        return rows.filter(is_free=True) if self.free else rows


def services(wanted: Wanted, *, after: str = "", before: str = "", size: int = 20) -> Page[Service]:
    """Services in use that fit, by province and city; two queries at most."""
    rows = wanted.among(Service.objects.filter(retired_at=None))
    return page_of(rows, by="province", size=size, after=after, before=before, newest_first=False)


def all_services(*, after: str = "", before: str = "", size: int = 30) -> Page[Service]:
    """All services for the desk, retired ones too; two queries at most."""
    rows = Service.objects.all()
    return page_of(rows, by="province", size=size, after=after, before=before, newest_first=False)


def places() -> list[str]:
    """Provinces and cities that have a service, in their order; one query."""
    rows = Service.objects.filter(retired_at=None).values_list("province", "city").distinct()
    return sorted({place for pair in rows for place in pair if place})


def service_for(person: Person | None, key: str) -> Service | None:
    """One service that ``person`` may see."""
    return Service.objects.visible_to(person).filter(key=key).first()


def history(service: Service) -> list[ServiceChange]:
    """The latest fifty changes, newest first; one query."""
    return list(service.changes.all()[:50])


def is_stale(service: Service) -> bool:
    """Never asked, or longer ago than this installation allows."""
    limit = timedelta(days=settings.HELPLINE_STALE_DAYS)
    return service.verified_at is None or now() - service.verified_at > limit


def checked_words(service: Service) -> str:
    """When somebody last asked there, honestly."""
    if service.verified_at is None:
        return _("We have not asked there ourselves yet. Call before you go.")
    day = on_day(service.verified_at)
    if is_stale(service):
        return _("Last checked by a coordinator on %(day)s. Call before you go.") % {"day": day}
    return _("Checked by a coordinator on %(day)s.") % {"day": day}
