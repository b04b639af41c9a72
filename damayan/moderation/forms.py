from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.moderation.actions import LONGEST_LETTER, LONGEST_REASON
from damayan.safety.models import Outcome
from damayan.stories.vocabulary import Topic

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
READS_THIS = _("Whoever wrote it reads this. Be clear and kind.")


def words_field(
    label: Words, hint: Words = "", *, longest: int, required: bool = True, rows: int = 5
) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReasonForm(forms.Form):
    """Why something is decided: the author reads it."""

    reason = words_field(_("Why"), READS_THIS, longest=LONGEST_REASON)


class LetterForm(forms.Form):
    """A few words to the author."""

    words = words_field(
        _("Your words to them"),
        _(
            "They read it in Answers, as coming from “a guide”, without your name. It stands in the"
            " log."
        ),
        longest=LONGEST_LETTER,
    )


class CardForm(forms.Form):
    """A few words beside the people they can call."""

    words = words_field(
        _("A few words with it"),
        _("A notice leads them straight to who they can call now. Your words are kept for them."),
        longest=LONGEST_LETTER,
    )


class EditForm(forms.Form):
    """What the author should change, and why."""

    words = words_field(
        _("What should change, and why"),
        _("They read it, and a link leads them to their words, ready to be changed."),
        longest=LONGEST_LETTER,
    )


class AnswerForm(forms.Form):
    """A few words to who reported."""

    words = words_field(
        _("Your answer"),
        _("They read it as coming from “a guide”, without your name."),
        longest=LONGEST_REASON,
    )


class TopicsForm(forms.Form):
    """What may be hard to read, and why it is said."""

    topics = forms.MultipleChoiceField(
        label=_("It is about"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    reason = words_field(_("Why"), READS_THIS, longest=LONGEST_REASON, rows=3)


class ReleaseForm(forms.Form):
    """Lets others read; ``seen`` is the version that the guide has read."""

    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)


def _from_now(days: str) -> datetime:
    return now() + timedelta(days=int(days))


class PauseEverywhereForm(forms.Form):
    """Until when, and why."""

    until = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[
            (1, _("one day")),
            (3, _("three days")),
            (7, _("a week")),
            (30, _("a month")),
            (90, _("three months")),
        ],
        coerce=_from_now,
        widget=forms.RadioSelect,
    )
    reason = words_field(_("Why"), READS_THIS, longest=LONGEST_REASON)


class AskRemovalForm(forms.Form):
    """Why an account should be closed; a second person must agree."""

    reason = words_field(_("Why"), READS_THIS, longest=LONGEST_REASON)
    hide_words = forms.BooleanField(label=_("Hide all that they wrote, too"), required=False)


class NoteForm(forms.Form):
    """What other guides should know."""

    words = words_field(
        _("Your note"),
        _("Only guides read it. Write what you saw and did, not who you think it is."),
        longest=LONGEST_LETTER,
    )


class HandOverForm(forms.Form):
    """To whom, and what they should know."""

    to = forms.TypedChoiceField(label=_("To whom?"), coerce=int, widget=forms.RadioSelect)
    words = words_field(
        _("What they should know"), _("Only guides read it."), longest=LONGEST_LETTER
    )

    def __init__(self, *args: Any, hands: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(hands.items())  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = words_field(_("Note for the log"), longest=LONGEST_REASON, required=False, rows=2)


class LookForm(forms.Form):
    """Why somebody needs to know who wears a persona elsewhere."""

    reason = forms.CharField(
        label=_("Why do you need to know?"),
        help_text=_("This is written down with your account and cannot be changed later."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PageForm(forms.Form):
    """How the guides' pages behave on this device."""

    shown = forms.BooleanField(label=_("Show words at once"), required=False)
    sound = forms.BooleanField(label=_("A sound when something urgent comes"), required=False)
    keys = forms.BooleanField(label=_("Keys: one letter is enough"), required=False)
