"""The directory after Open Referral's Human Services Data Specification, version 3.0.

Written as its API gives full services: {"version", "contents": [service …]}, each with its
organization, locations, phones, schedules and languages. What HSDS has no place for stays out.
Reading takes the same, a bare list, or one service; unknown fields are passed over.
https://docs.openreferral.org/en/3.0/
"""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from damayan.support.referral.models import Service

VERSION = "3.0"
# Names of HSDS ids are made from our keys, so that the same service has the same id every time.
_SPACE = uuid.UUID("6f1de4ab-6d2c-5f0e-9b1c-9d6a3f1f2c55")
COUNTRY = "PH"


def _id(*names: str) -> str:
    return str(uuid.uuid5(_SPACE, "/".join(names)))


def own_id(key: str) -> str:
    """The id under which our own service of this key goes out."""
    return _id(key)


def _first(words: dict[str, str]) -> str:
    return words.get("en") or next(iter(words.values()), "")


def write(services: Iterable[Service]) -> str:
    """JSON text."""
    contents = [_service(service) for service in services]
    book = {"version": VERSION, "total_items": len(contents), "contents": contents}
    return json.dumps(book, ensure_ascii=False, indent=1)


def _service(service: Service) -> dict[str, Any]:
    key = service.source_id or own_id(service.key)
    runs = service.organisation or _first(service.name)
    organisation = {"id": _id("organization", runs), "name": runs, "description": runs}
    found = {
        "id": key,
        "name": _first(service.name),
        "description": _first(service.about),
        "status": "inactive" if service.retired_at else "active",
        "email": service.email,
        "fees_description": _first(service.cost) or ("0" if service.is_free else ""),
        "eligibility_description": _first(service.for_whom),
        "assured_date": service.verified_at.date().isoformat() if service.verified_at else "",
        "last_modified": service.changed_at.isoformat(),
        "organization": organisation,
        "organization_id": organisation["id"],
        "service_at_locations": [_at_location(service, key)],
        "phones": _phones(service, key),
        "schedules": _schedules(service, key),
        "languages": [
            {"id": _id(key, "language", code), "code": code} for code in service.languages
        ],
        "attributes": [
            {"id": _id(key, "kind", kind), "link_id": key, "value": kind} for kind in service.kinds
        ],
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _at_location(service: Service, key: str) -> dict[str, Any]:
    location = {
        "id": _id(key, "location"),
        "location_type": "physical",
        "name": service.place,
        "transportation": _first(service.way_there),
        "addresses": [
            {
                "id": _id(key, "address"),
                "address_1": service.address or service.place,
                "city": service.city or service.province,
                "state_province": service.province,
                "postal_code": "",
                "country": COUNTRY,
                "address_type": "physical",
            }
        ],
    }
    return {"id": _id(key, "service_at_location"), "service_id": key, "location": location}


def _phones(service: Service, key: str) -> list[dict[str, Any]]:
    return [{"id": _id(key, "phone"), "number": service.phone}] if service.phone else []


def _schedules(service: Service, key: str) -> list[dict[str, Any]]:
    hours = _first(service.hours)
    return [{"id": _id(key, "schedule"), "description": hours}] if hours else []


def read(text: str) -> list[dict[str, Any]]:
    """Raw field values by service; raises ValueError for what is no HSDS at all."""
    book = json.loads(text)
    found = book.get("contents", [book]) if isinstance(book, dict) else book
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ValueError("not a list of services")
    return [_raw(one) for one in found]


def _raw(given: dict[str, Any]) -> dict[str, Any]:
    location = _dict(_dict(_one(given.get("service_at_locations"))).get("location"))
    address = _dict(_one(location.get("addresses")))
    fees = _text(given.get("fees_description"))
    return {
        "source_id": _text(given.get("id")),
        "name": _words(given.get("name")),
        "about": _words(given.get("description")),
        "for_whom": _words(given.get("eligibility_description")),
        "cost": _words("" if fees == "0" else fees),
        "is_free": fees == "0" or "free" in fees.lower().split(),
        "hours": _words(_dict(_one(given.get("schedules"))).get("description")),
        "way_there": _words(location.get("transportation")),
        "organisation": _text(_dict(given.get("organization")).get("name")),
        "province": _text(address.get("state_province")),
        "city": _text(address.get("city")),
        "address": _text(address.get("address_1")),
        "phone": _text(_dict(_one(given.get("phones"))).get("number")),
        "email": _text(given.get("email")),
        "kinds": [_text(_dict(one).get("value")) for one in _list(given.get("attributes"))],
        "languages": [_text(_dict(one).get("code")) for one in _list(given.get("languages"))],
    }


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _one(given: Any) -> Any:
    return next(iter(_list(given)), {})


def _dict(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def _text(given: Any) -> str:
    return given.strip() if isinstance(given, str) else ""


def _words(given: Any) -> dict[str, str]:
    words = _text(given)
    return {"en": words} if words else {}
