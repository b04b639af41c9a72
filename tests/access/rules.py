"""The table: who may open and who may do what. A new address without a line here fails a test.

The group of this world is for members; the author has blocked ``blocked``; the reports are the
member's about the author's story and the guide's about a reply that is hidden.
"""

from tests.access.parts import care, cases, coach, duty, listening, path, questions, queue, referral
from tests.access.walk import (
    AUTHOR,
    COORDINATOR,
    EVERYBODY,
    GUIDES,
    NOBODY,
    READERS,
    SIGNED_IN,
    WRITERS,
    Rule,
)
from tests.cast import PASSPHRASE

VISITOR = frozenset({"visitor"})
MEMBER = frozenset({"member"})
OUTSIDER = frozenset({"outsider"})
# Readers of the author's words: for ``blocked`` the author is gone.
SEES_AUTHOR = READERS - {"blocked"}
SPEAKS_TO_AUTHOR = SEES_AUTHOR - {"coordinator"}
WHY = {"reason": "These words hurt somebody."}
STORY = {
    "kind": "story",
    "happened": "I still set two cups.",
    "language": "en",
    "form_key": "f" * 22,
}
NEW_PASSPHRASE = {"passphrase": "lantern river kettle morning"}
GROUP = {
    "name_en": "After the flood",
    "about_en": "For those who lost a home.",
    "rules_en": "Be kind.",
    "slug": "after-the-flood",
    "access": "open",
    "languages": ["en"],
}
LINE = {"number": "1553", "name_en": "A line", "kind": "crisis", "place": "Here", "order": "1"}


def _slug(world):
    return {"slug": world.slug}


def _persona(world):
    return {"slug": world.slug, "key": world.to_set_aside.key}


def _aside(world):
    return {"slug": world.slug, "key": world.set_aside.key}


def _story(world):
    return {"key": world.story.key}


def _reply(world):
    return {"key": world.reply.key}


def _line(world):
    return {"key": world.helpline.key}


def _appeal(world):
    return {"key": world.appeal.key}


def _decision(world):
    return {"key": world.decision.key}


def _export(world):
    return {"key": world.export.key}


def _always(**sent):
    return lambda _world: sent


_home = {
    "home:front": Rule(get=EVERYBODY),
    "home:room": Rule(get=SIGNED_IN),
    "home:privacy": Rule(get=EVERYBODY),
    "home:house_rules": Rule(get=EVERYBODY),
    "home:about": Rule(get=EVERYBODY),
    "home:style": Rule(get=NOBODY),
    "home:join": Rule(get=EVERYBODY, told_no=EVERYBODY),
    "home:join_by_passkey": Rule(told_no=EVERYBODY),
    "home:join_others": Rule(post=EVERYBODY, changes=False),
}

_people = {
    "people:ready": Rule(get=SIGNED_IN),
    "people:ready_done": Rule(post=SIGNED_IN, changes=False),
    "people:recover": Rule(get=EVERYBODY, told_no=EVERYBODY),
    # There is a coordinator already, so the link has had its day.
    "people:first_coordinator": Rule(args=lambda world: {"token": world.start}),
    "people:security": Rule(get=SIGNED_IN),
    "people:passphrase": Rule(get=SIGNED_IN, post=SIGNED_IN, sent=_always(**NEW_PASSPHRASE)),
    "people:name": Rule(get=SIGNED_IN, post=SIGNED_IN, sent=_always(username="another-name")),
    "people:new_codes": Rule(post=SIGNED_IN),
    "people:remove_way_in": Rule(
        post=AUTHOR, told_no=SIGNED_IN - AUTHOR, args=lambda world: {"pk": world.way_in.pk}
    ),
    "people:end_session": Rule(
        post=AUTHOR, told_no=SIGNED_IN - AUTHOR, args=lambda world: {"pk": world.signed_in.pk}
    ),
    "people:end_other_sessions": Rule(post=AUTHOR, told_no=SIGNED_IN - AUTHOR),
    "people:end_all_sessions": Rule(post=AUTHOR, told_no=SIGNED_IN - AUTHOR),
    "people:privacy": Rule(get=SIGNED_IN),
    "people:agree": Rule(
        post=SIGNED_IN, args=_always(purpose="research"), sent=_always(version="2026-11")
    ),
    "people:withdraw": Rule(told_no=SIGNED_IN, args=_always(purpose="account")),
    "people:ask_for_export": Rule(post=SIGNED_IN),
    "people:export": Rule(get=AUTHOR, args=_export),
    "people:download": Rule(get=AUTHOR, args=_export),
    "people:erase": Rule(get=SIGNED_IN, post=SIGNED_IN, sent=_always(words="keep")),
    "people:cancel_erasure": Rule(post=SIGNED_IN, changes=False),
    "people:contact": Rule(
        get=SIGNED_IN, post=SIGNED_IN, sent=_always(email="somebody@example.org")
    ),
    "people:remove_contact": Rule(post=SIGNED_IN),
    "people:verify_contact": Rule(
        get=EVERYBODY, told_no=EVERYBODY, args=_always(token="not-a-token")
    ),
    "people:preferences": Rule(
        get=EVERYBODY, post=SIGNED_IN, told_no=VISITOR, sent=_always(theme="gabi")
    ),
    "people:roles": Rule(
        get=COORDINATOR,
        post=COORDINATOR,
        sent=_always(username="member-signs-in", role="supporter"),
    ),
    "people:end_role": Rule(post=COORDINATOR, args=lambda world: {"pk": world.grant.pk}),
    "account_login": Rule(
        get=EVERYBODY, told_no=EVERYBODY, sent=_always(login="member-signs-in", password="a guess")
    ),
    "account_logout": Rule(get=EVERYBODY, post=SIGNED_IN, told_no=VISITOR, changes=False),
    "account_inactive": Rule(get=EVERYBODY),
    # Nobody here has a closed account: they are led to signing in.
    "account_closed": Rule(get=EVERYBODY, told_no=EVERYBODY, sent=_always(code="000000")),
    "erase_closed": Rule(get=EVERYBODY, told_no=EVERYBODY, sent=_always(words="keep")),
    "account_reauthenticate": Rule(
        get=SIGNED_IN, post=SIGNED_IN, sent=_always(password=PASSPHRASE), changes=False
    ),
    "mfa_authenticate": Rule(get=EVERYBODY, told_no=EVERYBODY, sent=_always(code="000000")),
    "mfa_reauthenticate": Rule(get=SIGNED_IN, told_no=SIGNED_IN, sent=_always(code="000000")),
    "mfa_index": Rule(get=EVERYBODY, told_no=EVERYBODY),
    "mfa_view_recovery_codes": Rule(get=EVERYBODY, told_no=EVERYBODY),
    "mfa_activate_totp": Rule(get=SIGNED_IN, told_no=SIGNED_IN, sent=_always(code="000000")),
    "mfa_deactivate_totp": Rule(get=EVERYBODY, told_no=EVERYBODY),
    "mfa_add_webauthn": Rule(get=SIGNED_IN, told_no=SIGNED_IN, sent=_always(credential="{}")),
    "mfa_login_webauthn": Rule(get=EVERYBODY, told_no=EVERYBODY, sent=_always(credential="{}")),
    "mfa_reauthenticate_webauthn": Rule(
        get=SIGNED_IN, told_no=SIGNED_IN, sent=_always(credential="{}")
    ),
}

_notices = {
    "notices:inbox": Rule(get=SIGNED_IN),
    "notices:read_all": Rule(post=SIGNED_IN, changes=False),
    "notices:choices": Rule(
        get=SIGNED_IN,
        post=SIGNED_IN,
        sent=_always(answer="nowhere", helped="inbox", support="inbox"),
    ),
    "notices:mute": Rule(post=SIGNED_IN, sent=_always(thread="story:abc")),
    "notices:unmute": Rule(post=SIGNED_IN, changes=False, sent=_always(thread="story:abc")),
    "notices:unsubscribe": Rule(args=_always(token="not-a-token")),
}

_safety = {
    "safety:help": Rule(get=EVERYBODY),
    "safety:leaving": Rule(get=EVERYBODY),
    "safety:leave": Rule(get=EVERYBODY),
    "safety:thanks": Rule(get=SIGNED_IN, args=_always(kind="spam")),
    "safety:report": Rule(
        get=SEES_AUTHOR,
        post=SEES_AUTHOR,
        args=lambda world: {"kind": "reply", "key": world.reply.key},
        sent=_always(kind="spam"),
    ),
    "safety:my_report": Rule(get=MEMBER, args=lambda world: {"key": world.report.key}),
    "safety:care": Rule(
        post=AUTHOR,
        args=lambda world: {"kind": "story", "key": world.story.key},
        sent=_always(said="safe"),
    ),
    "safety:helplines": Rule(get=COORDINATOR),
    "safety:add_helpline": Rule(get=COORDINATOR, post=COORDINATOR, sent=_always(**LINE)),
    "safety:edit_helpline": Rule(
        get=COORDINATOR, post=COORDINATOR, args=_line, sent=_always(**LINE)
    ),
    "safety:verify_helpline": Rule(post=COORDINATOR, args=_line),
    "safety:retire_helpline": Rule(post=COORDINATOR, args=_line),
    "safety:return_helpline": Rule(post=COORDINATOR, args=_line),
}

_groups = {
    "groups:robots": Rule(get=EVERYBODY),
    "groups:list": Rule(get=EVERYBODY),
    "groups:about": Rule(get=EVERYBODY, args=_slug),
    "groups:join": Rule(
        get=SIGNED_IN,
        post=OUTSIDER,
        told_no=SIGNED_IN - OUTSIDER,
        args=_slug,
        sent=lambda world: {"look": world.look(), "rules_version": "1", "accept": "on"},
    ),
    "groups:rules": Rule(
        get=WRITERS, post=WRITERS, args=_slug, sent=_always(rules_version="1", accept="on")
    ),
    "groups:leave": Rule(get=SIGNED_IN, post=WRITERS, told_no=SIGNED_IN - WRITERS, args=_slug),
    "groups:invitation": Rule(
        get=EVERYBODY,
        post=OUTSIDER,
        told_no=EVERYBODY - OUTSIDER,
        args=lambda world: {"token": world.token},
        sent=lambda world: {"look": world.look(), "rules_version": "1", "accept": "on"},
    ),
    "groups:persona": Rule(get=READERS, args=_persona),
    "groups:block": Rule(post=WRITERS, args=_persona),
    "groups:unblock": Rule(post=WRITERS, args=_aside),
    "groups:mute": Rule(post=WRITERS, args=_persona),
    "groups:unmute": Rule(post=WRITERS, args=_aside),
    "groups:mine": Rule(get=SIGNED_IN),
    "groups:set_aside": Rule(get=SIGNED_IN),
    "groups:desk": Rule(get=COORDINATOR),
    "groups:found": Rule(get=COORDINATOR, post=COORDINATOR, sent=_always(**GROUP)),
    "groups:edit": Rule(get=COORDINATOR, post=COORDINATOR, args=_slug, sent=_always(**GROUP)),
    "groups:archive": Rule(post=COORDINATOR, args=_slug),
    "groups:reopen": Rule(post=COORDINATOR, args=_slug),
    "groups:open_to_search": Rule(told_no=COORDINATOR, args=_slug),
    "groups:close_to_search": Rule(post=COORDINATOR, args=_slug),
    "groups:pace": Rule(
        get=GUIDES, post=GUIDES, args=_slug, sent=_always(slow_minutes="7"), changes=True
    ),
    "groups:roles": Rule(
        get=COORDINATOR,
        post=COORDINATOR,
        args=_slug,
        sent=_always(name="Gentle Member", role="supporter"),
    ),
    "groups:end_role": Rule(
        post=COORDINATOR, args=lambda world: {"slug": world.slug, "pk": world.group_role.pk}
    ),
    "groups:invitations": Rule(
        get=GUIDES, post=GUIDES, args=_slug, sent=_always(uses="1", days="7")
    ),
    "groups:withdraw": Rule(
        post=GUIDES, args=lambda world: {"slug": world.slug, "key": world.invitation}
    ),
}

_moderation = {
    "moderation:look_behind": Rule(
        get=GUIDES,
        post=GUIDES,
        args=lambda world: {"key": world.cast.personas["author"].key},
        sent=_always(**WHY),
    ),
    "moderation:log": Rule(get=COORDINATOR),
    "moderation:removal": Rule(
        get=GUIDES,
        post=COORDINATOR,
        told_no=GUIDES - COORDINATOR,
        args=lambda world: {"key": world.removal.key},
        sent=_always(approve="yes"),
    ),
    "moderation:ask_again": Rule(
        post=AUTHOR, args=_decision, sent=_always(words="It was the name of our dog.")
    ),
    "moderation:appeals": Rule(get=GUIDES),
    # The guide of this world decided it, so the coordinator looks again.
    "moderation:appeal": Rule(
        get=COORDINATOR,
        post=COORDINATOR,
        args=_appeal,
        sent=_always(outcome="upheld", answer="I read it too, and I agree."),
    ),
    "moderation:take_appeal": Rule(post=COORDINATOR, args=_appeal),
    "moderation:account_closed": Rule(
        get=EVERYBODY, told_no=EVERYBODY, sent=_always(words="Please look again.")
    ),
    "moderation:held": Rule(get=GUIDES),
    "moderation:lift": Rule(
        get=GUIDES,
        post=GUIDES,
        args=lambda world: {"key": world.sanction.key},
        sent=_always(**WHY),
    ),
    "moderation:decisions": Rule(get=SIGNED_IN),
    "moderation:decision": Rule(get=AUTHOR, args=_decision),
}

_stories = {
    "stories:group": Rule(get=READERS, args=_slug),
    "stories:choose": Rule(get=SIGNED_IN),
    "stories:write": Rule(
        get=WRITERS, post=WRITERS, args=_slug, sent=_always(**STORY), keeps_words=True
    ),
    "stories:preview": Rule(post=WRITERS, args=_slug, sent=_always(**STORY), keeps_words=True),
    "stories:story": Rule(get=SEES_AUTHOR, args=_story),
    "stories:reply": Rule(
        post=SPEAKS_TO_AUTHOR,
        told_no=COORDINATOR,
        args=_story,
        sent=_always(words="I hear you.", form_key="r" * 22),
        keeps_words=True,
    ),
    "stories:say": Rule(
        post=SPEAKS_TO_AUTHOR - AUTHOR,
        told_no=COORDINATOR | AUTHOR,
        args=_story,
        sent=_always(word="hear"),
    ),
    "stories:unsay": Rule(told_no=SEES_AUTHOR, args=_story, sent=_always(word="hear")),
    "stories:keep": Rule(post=SEES_AUTHOR, args=_story),
    "stories:unkeep": Rule(post=SEES_AUTHOR, args=_story),
    "stories:hide": Rule(post=SEES_AUTHOR, args=_story),
    "stories:show": Rule(post=SEES_AUTHOR, args=_story),
    "stories:edit_story": Rule(get=AUTHOR, post=AUTHOR, args=_story, sent=_always(**STORY)),
    "stories:remove_story": Rule(get=AUTHOR, post=AUTHOR, args=_story),
    "stories:close": Rule(post=AUTHOR, told_no=SEES_AUTHOR - AUTHOR, args=_story),
    "stories:open": Rule(post=AUTHOR, told_no=SEES_AUTHOR - AUTHOR, args=_story),
    "stories:history": Rule(get=GUIDES, args=_story),
    "stories:permalink": Rule(get=SEES_AUTHOR, args=_reply),
    "stories:say_to_reply": Rule(
        post=SPEAKS_TO_AUTHOR - MEMBER,
        told_no=COORDINATOR | MEMBER,
        args=_reply,
        sent=_always(word="hear"),
    ),
    "stories:unsay_to_reply": Rule(told_no=SEES_AUTHOR, args=_reply, sent=_always(word="hear")),
    "stories:edit_reply": Rule(
        get=MEMBER, post=MEMBER, args=_reply, sent=_always(words="I still hear you.")
    ),
    "stories:remove_reply": Rule(get=MEMBER, post=MEMBER, args=_reply),
    "stories:helpful": Rule(post=AUTHOR, told_no=SEES_AUTHOR - AUTHOR, args=_reply),
    "stories:unhelpful": Rule(post=AUTHOR, told_no=SEES_AUTHOR - AUTHOR, args=_reply),
    "stories:unanswered": Rule(get=SIGNED_IN),
    "stories:bookmarks": Rule(get=SIGNED_IN),
    "stories:hidden": Rule(get=SIGNED_IN),
    "stories:mine": Rule(get=SIGNED_IN),
    "stories:drafts": Rule(get=SIGNED_IN),
    "stories:save_draft": Rule(
        post=SIGNED_IN, sent=_always(place="write:members-only", happened="I still set two")
    ),
    "stories:drop_draft": Rule(
        post=SIGNED_IN, changes=False, sent=_always(place="write:members-only")
    ),
    "stories:search": Rule(
        get=EVERYBODY, post=EVERYBODY, changes=False, sent=_always(words="two cups")
    ),
    "stories:topics": Rule(get=SIGNED_IN, post=SIGNED_IN, sent=_always(death="hide")),
}

RULES = {
    **_home,
    **_people,
    **_notices,
    **_safety,
    **_groups,
    **_moderation,
    **_stories,
    **care.RULES,
    **cases.RULES,
    **coach.RULES,
    **duty.RULES,
    **listening.RULES,
    **path.RULES,
    **queue.RULES,
    **questions.RULES,
    **referral.RULES,
}
