from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from damayan.foundation import languages
from damayan.support.questions import zones
from damayan.support.questions.models import About, Audience, Opinion
from damayan.support.questions.rules import LONGEST_ADVICE, LONGEST_QUESTION

_LENGTHS = [
    (30, _("30 minutes")),
    (45, _("45 minutes")),
    (60, _("one hour")),
    (90, _("an hour and a half")),
]


def _spoken() -> list[Any]:
    return list(languages.NAMES.items())


class AskForm(forms.Form):
    """A question to a professional."""

    words = forms.CharField(
        label=_("Your question"),
        help_text=_("What happened, since when, and what you would like to know. Leave out names."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write a few words first.")},
    )
    about = forms.ChoiceField(label=_("What is it about?"), choices=About.choices)
    language = forms.ChoiceField(label=_("In which language would you like the answer?"))
    audience = forms.ChoiceField(
        label=_("Who may read question and answer?"),
        choices=Audience.choices,
        initial=Audience.PRIVATE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = _spoken()  # type: ignore[attr-defined]


class AdviceForm(forms.Form):
    """An answer to somebody."""

    words = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "Say first what you heard. General guidance, no diagnosis, and when to see somebody."
        ),
        max_length=LONGEST_ADVICE,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Write a few words first.")},
    )


class OpinionForm(forms.Form):
    """A second view of a draft."""

    verdict = forms.ChoiceField(
        label=_("What do you think of the draft?"),
        choices=Opinion.Verdict.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Your thoughts for your colleague"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class LicenceForm(forms.Form):
    """A licence as its holder states it."""

    title = forms.CharField(
        label=_("As members read it"), max_length=60, help_text=_("Such as Psychologist")
    )
    body = forms.CharField(
        label=_("Who gave the licence"),
        max_length=120,
        help_text=_("Such as Professional Regulation Commission"),
    )
    number = forms.CharField(
        label=_("Number of the licence"),
        max_length=40,
        help_text=_("Only a coordinator sees it, to look it up."),
    )
    renews_on = forms.DateField(
        label=_("Day of renewal"), widget=forms.DateInput(attrs={"type": "date"})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you answer"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = _spoken()  # type: ignore[attr-defined]


class RenewForm(forms.Form):
    """A later day of renewal."""

    renews_on = forms.DateField(
        label=_("New day of renewal"), widget=forms.DateInput(attrs={"type": "date"})
    )


class EndForm(forms.Form):
    """Why a licence is refused or ended."""

    words = forms.CharField(
        label=_("Why"),
        help_text=_("They read this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SlotForm(forms.Form):
    """A time of one's office hours, in one's own time zone."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    length = forms.TypedChoiceField(label=_("How long"), choices=_LENGTHS, coerce=int, initial=45)
    where = forms.CharField(
        label=_("How you meet"),
        max_length=200,
        help_text=_("Only who books reads it: a place, a room, or how to call."),
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not timedelta(days=-1) <= day - timezone.localdate() <= timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within the coming year."))
        return day

    def times(self, zone: Any) -> dict[str, Any]:
        """As ``actions.offer_slot`` takes them; the hour is meant in ``zone``."""
        given = self.cleaned_data
        starts = datetime.combine(given["day"], given["hour"], tzinfo=zone)
        ends = starts + timedelta(minutes=given["length"])
        return {"starts_at": starts, "ends_at": ends, "where": given["where"]}


class BookForm(forms.Form):
    """What they should know beforehand."""

    words = forms.CharField(
        label=_("What would you like to talk about?"),
        help_text=_("Only the professional reads it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ZoneForm(forms.Form):
    """Where somebody is."""

    zone = forms.ChoiceField(label=_("Your time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name.replace("_", " ")) for name in zones.names()]
        self.fields["zone"].choices = choices  # type: ignore[attr-defined]


class FindForm(forms.Form):
    """Looking among published answers."""

    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    about = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Anything")), *About.choices]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]
