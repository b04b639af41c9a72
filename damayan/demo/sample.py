"""The sample community as a whole: accounts to try it with, groups, waiting answers.

The sample accounts get a random passphrase of their own in each installation, kept in the data
folder: a well-known one would be a door for everybody.
"""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from damayan.demo.content import Part
from damayan.demo.helping import load_helping
from damayan.demo.loading import load_groups
from damayan.foundation.clock import now
from damayan.groups.models import Group
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person, Role, RoleGrant
from damayan.people.passphrases import passphrase as new_passphrase
from damayan.safety.actions import report
from damayan.safety.models import ReportKind
from damayan.stories.models import Reply, Story
from damayan.stories.tasks import measure_answer_times

# The parts that the content's files give to the accounts one can enter as.
ENTRANCES = {
    "member": Part("member", 2),
    "supporter": Part("supporter", 0),
    "professional": Part("professional", 0),
    "guide": Part("guide", 0),
    "coordinator": Part("coordinator", 0),
}


def is_empty() -> bool:
    return not Group.objects.exists() and not Person.objects.exists()


def load_sample() -> None:
    passphrase = new_passphrase("en")
    with transaction.atomic():
        people = {part: _entrance(name, passphrase) for name, part in ENTRANCES.items()}
        load_groups(people)
        for role in (Role.GUIDE, Role.COORDINATOR):
            RoleGrant.objects.create(person=people[ENTRANCES[role]], role=role)
        _tell_what_came(people[ENTRANCES["member"]])
        _worry(people[ENTRANCES["supporter"]], people[ENTRANCES["member"]])
        load_helping({name: people[part] for name, part in ENTRANCES.items()})
        measure_answer_times()
    _keep({name: [f"sample-{name}", passphrase] for name in ENTRANCES})


def _entrance(name: str, passphrase: str) -> Person:
    person = Person(username=f"sample-{name}", language="en", age_confirmed_at=now())
    person.set_password(passphrase)
    person.save()
    return person


def _tell_what_came(member: Person) -> None:
    answered = Story.objects.filter(
        author__membership__person=member, first_answer_at__isnull=False
    ).order_by("-active_at")
    for story in answered[:3]:
        tell(
            person_id=member.pk,
            kind=Kind.ANSWER,
            text=_("There is a new answer to your story."),
            url=reverse("stories:story", args=[story.key]),
            cause=f"sample:{story.key}",
            thread=f"story:{story.key}",
        )


def _worry(supporter: Person, member: Person) -> None:
    """Two reports, so that the guide who tries this out finds something to decide."""
    told = Story.objects.get(group__slug="low-days", form_key="sample-s4")
    report(
        by=supporter,
        subject_kind="story",
        subject_key=told.key,
        kind=ReportKind.DANGER,
        words="I wrote to them, but somebody should look in again tonight.",
    )
    answered = Reply.objects.visible_to(member).order_by("-created_at").first()
    if answered is not None:
        report(
            by=member,
            subject_kind="reply",
            subject_key=answered.key,
            kind=ReportKind.OTHER,
            words="Kind words, but it says in which office the person works, I think.",
        )


def _file() -> Path:
    return Path(settings.DATA) / "sample-sign-in.json"


def _keep(entrances: dict[str, Any]) -> None:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as kept:
        json.dump(entrances, kept, indent=1)


def sign_in_lines() -> list[str]:
    try:
        entrances = json.loads(_file().read_text())
    except (OSError, ValueError):
        return []
    lines = ["newcomer      press “Come in”: no name, no e-mail"]
    lines += [f"{role:13} {name} · {phrase}" for role, (name, phrase) in entrances.items()]
    return lines
