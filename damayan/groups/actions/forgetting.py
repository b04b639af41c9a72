"""What becomes of a persona whose person was erased."""

import secrets

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from damayan.foundation.ids import new_key, new_seed
from damayan.groups.models import Group, Persona

FORGET_NAME = "groups.forget_name"
_SPOKEN = frozenset(code for code, _name in settings.LANGUAGES)


def forget_name(*, persona_id: int) -> None:
    """Give a persona that nobody wears any more the name and picture of somebody who left."""
    persona = Persona.objects.filter(pk=persona_id, membership=None).select_related("group").first()
    if persona is None:
        return
    persona.name, persona.seed, persona.badge = _nobody(persona.group), new_seed(), ""
    persona.save(update_fields=["name", "seed", "badge"])


def forget_name_later(*, persona_id: int) -> None:
    """The same by a job, at a random moment within the grace period that erasure has anyway."""
    seconds = secrets.randbelow(max(1, settings.ERASE_GRACE_DAYS) * 24 * 60 * 60)
    job = app.configure_task(FORGET_NAME, schedule_in={"seconds": seconds})
    job.defer(persona_id=persona_id)


def _nobody(group: Group) -> str:
    first = next((code for code in group.languages if code in _SPOKEN), settings.LANGUAGE_CODE)
    with translation.override(first):
        return f"{_('Former member')} {new_key()}"
