"""A referral as a FHIR R4 ServiceRequest, holding nothing that the person did not agree to share.

https://hl7.org/fhir/R4/servicerequest.html
"""

from typing import Any

from damayan.support.referral.consent import ITEMS
from damayan.support.referral.models import Referral, State

_STATUS = {
    State.OFFERED: "draft",
    State.BEGUN: "draft",
    State.AGREED: "active",
    State.SENT: "active",
    State.RECEIVED: "active",
    State.SEEN: "completed",
    State.NOT_SEEN: "completed",
    State.DECLINED: "revoked",
    State.WITHDRAWN: "revoked",
}
_NOTES = ("age", "language", "times", "needs")


def service_request(referral: Referral, details: dict[str, str]) -> dict[str, Any]:
    """JSON-ready; ``details`` are the items that are shared, by slug."""
    request: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "id": referral.key,
        "status": _STATUS[State(referral.state)],
        "intent": "proposal",
        "code": {"text": ", ".join(referral.service.kind_words) or referral.service.title},
        "subject": {"reference": "#person"},
        "contained": [_patient(details)],
        "authoredOn": (referral.agreed_at or referral.created_at).isoformat(timespec="seconds"),
        "performer": [{"display": referral.service.title}],
    }
    if "reason" in details:
        request["reasonCode"] = [{"text": details["reason"]}]
    notes = [f"{ITEMS[slug].label}: {details[slug]}" for slug in _NOTES if slug in details]
    if notes:
        request["note"] = [{"text": words} for words in notes]
    return request


def _patient(details: dict[str, str]) -> dict[str, Any]:
    patient: dict[str, Any] = {"resourceType": "Patient", "id": "person"}
    if "name" in details:
        patient["name"] = [{"use": "usual", "text": details["name"]}]
    if "phone" in details:
        patient["telecom"] = [{"system": "phone", "value": details["phone"]}]
    if "address" in details:
        patient["address"] = [{"text": details["address"]}]
    return patient
