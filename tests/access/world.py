"""A group for members only, and everything that an address may name."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession

from damayan.foundation.clock import now
from damayan.foundation.words import cook, excerpt
from damayan.groups import actions as groups
from damayan.groups.looks import sign
from damayan.groups.models import GroupRole, Persona, PersonaBlock, PersonaMute
from damayan.groups.names import suggest
from damayan.moderation.models import Appeal, Decision, Removal, Sanction
from damayan.notices.models import Notice
from damayan.people import codes, keys
from damayan.people.actions import open_first_coordinator_link
from damayan.people.models import Contact, Export, Person, RoleGrant
from damayan.safety import actions as safety
from damayan.safety.models import Concern, Helpline, Report, ReportKind
from damayan.stories.models import Reply, Story
from tests.access.parts import care, cases, coach, duty, listening, path, questions, queue, referral
from tests.access.walk import WRITERS, session_of
from tests.cast import Cast, make_cast, make_group, make_person, put_in

PARTS = (care, cases, duty, referral, coach, listening, queue, questions, path)
WORDS = "It has been four months since Papa."


@dataclass
class World:
    """``to_set_aside`` is a persona nobody minds; ``set_aside`` one that every writer blocked."""

    cast: Cast
    story: Story
    reply: Reply
    hidden: Reply
    report: Report
    hidden_report: Report
    helpline: Helpline
    token: str
    invitation: str
    export: Export
    start: str
    grant: RoleGrant
    group_role: GroupRole
    way_in: Authenticator
    to_set_aside: Persona
    set_aside: Persona
    sessions: dict[str, str] = field(default_factory=dict)
    signed_in: UserSession | None = None
    decision: Decision | None = None
    removal: Removal | None = None
    appeal: Appeal | None = None
    sanction: Sanction | None = None
    # What each part brings, by name.
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.cast.group.slug

    def look(self) -> str:
        """A name that was offered to the outsider, who has not joined."""
        return sign(self.cast.outsider, suggest("en", 1)[0])


def make_world() -> World:
    start = open_first_coordinator_link().strip("/").split("/")[-1]
    cast = make_cast(make_group("members-only", access="members"))
    invited = groups.invite(by=cast.coordinator, group=cast.group)
    other, away = make_person("other"), make_person("away")
    story = make_story(cast.group, cast.personas["author"])
    reply = make_reply(story, cast.personas["member"])
    hidden = make_reply(story, cast.personas["supporter"], "rude")
    # As if screening had found something in the author's story.
    Concern.objects.create(
        subject_kind="story", subject_key=story.key, screened_at=now(), group_slug="members-only"
    )
    hidden_report = make_report(cast.guide, "reply", hidden.key)
    Reply.objects.filter(pk=hidden.pk).update(hidden_at=now())
    world = World(
        cast=cast,
        story=story,
        reply=reply,
        hidden=hidden,
        report=make_report(cast.member, "story", story.key),
        hidden_report=hidden_report,
        helpline=Helpline.objects.create(name={"en": "A line"}, number="1553"),
        token=invited.token,
        invitation=invited.invitation.key,
        export=_export_of(cast.author),
        start=start,
        grant=RoleGrant.objects.create(person=other, role="supporter"),
        group_role=GroupRole.objects.create(person=other, group=cast.group, role="supporter"),
        way_in=TOTP.activate(cast.author, generate_totp_secret()).instance,
        to_set_aside=put_in(cast.group, other, "Gentle Other"),
        set_aside=put_in(cast.group, away, "Gentle Away"),
    )
    _set_aside(world)
    for role, person in cast.people.items():
        world.sessions[role] = session_of(person)
        codes.renew(person)
        Contact.objects.create(person=person, email_sealed=b"sealed")
    world.signed_in = UserSession.objects.create(
        user=cast.author, session_key="elsewhere", ip="::", user_agent=""
    )
    world.decision = Decision.objects.create(
        person=cast.author,
        deed="hide",
        subject_kind="story",
        subject_key=story.key,
        group_slug=cast.group.slug,
        reason="It names somebody.",
        by=cast.guide,
        entry_hash="0" * 64,
    )
    world.removal = Removal.objects.create(
        person=cast.author,
        subject_kind="story",
        subject_key=story.key,
        group_slug=cast.group.slug,
        reason="It goes on and on.",
        asked_by=cast.guide,
        void_at=now() + timedelta(hours=1),
    )
    another = Decision.objects.create(
        person=cast.author,
        deed="nudge",
        subject_kind="story",
        subject_key=story.key,
        group_slug=cast.group.slug,
        reason="A little softer, please.",
        by=cast.guide,
        entry_hash="1" * 64,
    )
    world.appeal = Appeal.objects.create(decision=another, words="I was soft.")
    paused = Decision.objects.create(
        person=world.set_aside.membership.person,
        deed="pause_everywhere",
        subject_kind="persona",
        subject_key=world.set_aside.key,
        group_slug=cast.group.slug,
        reason="Rest a little.",
        by=cast.guide,
        entry_hash="2" * 64,
    )
    world.sanction = Sanction.objects.create(person=paused.person, kind="pause", decision=paused)
    for part in PARTS:
        part.furnish(world)
    # Everybody has read what came so far.
    Notice.objects.update(read_at=now())
    Person.objects.update(unread_notices=0)
    return world


def make_report(person: Person, kind: str, key: str) -> Report:
    return safety.report(
        by=person, subject_kind=kind, subject_key=key, kind=ReportKind.OTHER, words="I worry."
    )


def make_story(group: Any, author: Persona) -> Story:
    return Story.objects.create(
        group=group,
        author=author,
        form_key=f"a-story-of-{author.pk}",
        title="The house is too quiet",
        happened=WORDS,
        html=cook(WORDS),
        excerpt=excerpt(WORDS),
        reply_count=1,
        first_answer_at=now(),
    )


def make_reply(story: Story, author: Persona, form: str = "") -> Reply:
    return Reply.objects.create(
        story=story,
        author=author,
        form_key=f"a-reply-of-{author.pk}-{form}",
        words=WORDS,
        html=cook(WORDS),
    )


def _set_aside(world: World) -> None:
    personas = world.cast.personas
    for role in WRITERS:
        PersonaBlock.objects.create(blocker=personas[role], blocked=world.set_aside)
        PersonaMute.objects.create(muter=personas[role], muted=world.set_aside)


def _export_of(person: Person) -> Export:
    made = Export.objects.create(
        person=person, finished_at=now(), expires_at=now() + timedelta(days=1)
    )
    made.archive_sealed = keys.seal_for(person, b"PK", f"export:{made.key}")
    made.save()
    return made
