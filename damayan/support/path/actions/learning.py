"""Taking the course: where somebody stopped, and which checks they passed."""

from collections.abc import Mapping

from django.db import transaction

from damayan.foundation.clock import now
from damayan.people.models import Person
from damayan.support.path.course import Module
from damayan.support.path.models import Progress


def see_step(*, by: Person, module: Module, step: int) -> None:
    """Keep the furthest step that was seen, so that they go on there."""
    step = max(1, min(step, len(module.steps) + 1))
    with transaction.atomic():
        kept, _made = Progress.objects.select_for_update().get_or_create(
            person=by, module=module.slug
        )
        if step > kept.step:
            kept.step = step
            kept.save(update_fields=["step"])


def answer_check(*, by: Person, module: Module, answers: Mapping[str, str]) -> bool:
    """Whether these answers pass; only passing is kept, never a try."""
    if not module.is_passed(answers):
        return False
    Progress.objects.update_or_create(
        person=by,
        module=module.slug,
        defaults={"passed_at": now(), "step": len(module.steps) + 1},
    )
    return True
