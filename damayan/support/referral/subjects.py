"""What guides see of this part: the words with which somebody suggested a place, never more."""

from django.utils.translation import gettext as _

from damayan.foundation.crypto import CannotOpen
from damayan.foundation.words import cook
from damayan.people.keys import open_for
from damayan.people.models import Person
from damayan.safety.subjects import Shown, register
from damayan.support.referral.consent import WORDS
from damayan.support.referral.models import Referral


class SuggestionSubject:
    """The words of a suggestion, by the referral's key."""

    def exists_for(self, person: Person, key: str) -> bool:
        """For whom the place was suggested to."""
        return Referral.objects.filter(key=key, person=person).exclude(words_sealed=None).exists()

    def show(self, key: str) -> Shown | None:
        """These words alone; what the person shares with the place stays theirs."""
        found = Referral.objects.filter(key=key).select_related("person").first()
        if found is None:
            return None
        return Shown(
            title=_("Words with a suggested place"),
            html=_html(found),
            author_name="",
            author_key="",
            group_slug="",
            url=f"/referrals/{key}/",
            hidden=False,
            gone=found.words_sealed is None,
        )

    def hide(self, *, by: Person, key: str, reason: str) -> None:
        """Take the words away; the suggestion itself stays."""
        Referral.objects.filter(key=key).update(words_sealed=None)

    def restore(self, *, by: Person, key: str, reason: str) -> None:
        """What was taken away was not kept."""

    def author_id(self, key: str) -> int | None:
        """Who suggested it."""
        return Referral.objects.filter(key=key).values_list("made_by_id", flat=True).first()


def _html(referral: Referral) -> str:
    if not referral.words_sealed:
        return ""
    try:
        return cook(open_for(referral.person, bytes(referral.words_sealed), WORDS).decode())
    except CannotOpen:
        return ""


def register_all() -> None:
    """Called once when the application starts."""
    register("suggestion", SuggestionSubject())
