"""What guides see of talks: single words that were reported or that screening found, never more."""

from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen
from damayan.foundation.words import cook
from damayan.people.keys import open_for
from damayan.people.models import Person
from damayan.safety.subjects import Shown, register
from damayan.support.listening.models import Message, Talk, Wish
from damayan.support.listening.sealing import TALK, THANKS, WISH


class TalkSubject:
    """One message of a talk, by its key."""

    def exists_for(self, person: Person, key: str) -> bool:
        """For the two of them; nobody reports their own words."""
        found = Message.objects.filter(key=key).select_related("talk").first()
        if found is None:
            return False
        mine = found.talk.member_id if found.side == Talk.Side.MEMBER else found.talk.listener_id
        return person.pk in {found.talk.member_id, found.talk.listener_id} - {mine}

    def show(self, key: str) -> Shown | None:
        """This message alone; the rest of the talk stays between the two."""
        found = Message.objects.filter(key=key).select_related("talk__member", "talk__wish").first()
        if found is None:
            return None
        by_member = found.side == Talk.Side.MEMBER
        name = found.talk.wish.name if by_member else found.talk.listener_name
        return Shown(
            title=_("Words in a talk of two"),
            html=_html(found.talk.member, bytes(found.words_sealed), TALK),
            author_name=name,
            author_key="",
            group_slug="",
            url=f"/talks/{found.talk.key}/",
            hidden=found.hidden_at is not None,
        )

    def hide(self, *, by: Person, key: str, reason: str) -> None:
        """Take it out of the other's sight."""
        Message.objects.filter(key=key, hidden_at=None).update(hidden_at=now(), hidden_by=by)

    def restore(self, *, by: Person, key: str, reason: str) -> None:
        """Show it again."""
        Message.objects.filter(key=key).update(hidden_at=None, hidden_by=None)

    def author_id(self, key: str) -> int | None:
        """The account behind it."""
        found = Message.objects.filter(key=key).select_related("talk").first()
        if found is None:
            return None
        by_member = found.side == Talk.Side.MEMBER
        return found.talk.member_id if by_member else found.talk.listener_id


class WishSubject:
    """What somebody wrote when asking for a talk."""

    def exists_for(self, person: Person, key: str) -> bool:
        """Listeners offer or pass; what worries them is told by screening."""
        return False

    def show(self, key: str) -> Shown | None:
        """The words of the wish."""
        wish = Wish.objects.filter(key=key).select_related("person").first()
        if wish is None:
            return None
        words = _html(wish.person, bytes(wish.words_sealed), WISH) if wish.words_sealed else ""
        return Shown(
            title=_("Somebody asks for a talk"),
            html=words,
            author_name=wish.name,
            author_key="",
            group_slug="",
            url="/talk/",
            hidden=False,
            gone=wish.ended_at is not None,
        )

    def hide(self, *, by: Person, key: str, reason: str) -> None:
        """End the wish."""
        Wish.objects.filter(key=key, ended_at=None, begun_at=None).update(ended_at=now())

    def restore(self, *, by: Person, key: str, reason: str) -> None:
        """A wish that ended is asked anew by the person."""

    def author_id(self, key: str) -> int | None:
        """Who asks."""
        return Wish.objects.filter(key=key).values_list("person_id", flat=True).first()


class ThanksSubject:
    """The word that somebody left for their listener, by the talk's key."""

    def exists_for(self, person: Person, key: str) -> bool:
        """For the listener."""
        return Talk.objects.filter(key=key, listener=person).exclude(thanks_sealed=None).exists()

    def show(self, key: str) -> Shown | None:
        """The word alone."""
        talk = Talk.objects.filter(key=key).select_related("member", "wish").first()
        if talk is None:
            return None
        sealed = talk.thanks_sealed
        return Shown(
            title=_("A word after a talk of two"),
            html=_html(talk.member, bytes(sealed), THANKS) if sealed else "",
            author_name=talk.wish.name,
            author_key="",
            group_slug="",
            url=f"/talks/{key}/",
            hidden=False,
            gone=sealed is None,
        )

    def hide(self, *, by: Person, key: str, reason: str) -> None:
        """Take the word away."""
        Talk.objects.filter(key=key).update(thanks_sealed=None)

    def restore(self, *, by: Person, key: str, reason: str) -> None:
        """What was taken away was not kept."""

    def author_id(self, key: str) -> int | None:
        """Who left it."""
        return Talk.objects.filter(key=key).values_list("member_id", flat=True).first()


def _html(owner: Person, sealed: bytes, context: str) -> str:
    try:
        return cook(open_for(owner, sealed, context).decode())
    except CannotOpen:
        return ""


def register_all() -> None:
    """Called once when the application starts."""
    register("talk", TalkSubject())
    register("wish", WishSubject())
    register("last_word", ThanksSubject())
