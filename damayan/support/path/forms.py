from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.foundation import languages
from damayan.groups.models import Group
from damayan.stories.vocabulary import Topic
from damayan.support.path.course import Module
from damayan.support.path.rules import LONGEST_WORDS

_WORDS = {"required": _("Write a few words first.")}


def _area(label: Any, hint: Any = "", *, rows: int = 5, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=_WORDS,
    )


class ApplyForm(forms.Form):
    """Asking to be a supporter."""

    why = _area(
        _("Why would you like to answer others?"),
        _("A few sentences are enough. There is no right answer. Leave out names."),
    )
    topics = forms.MultipleChoiceField(
        label=_("What have you been through yourself?"),
        help_text=_("Only who reads this sees it. Members never do."),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages can you answer?"),
        choices=list(languages.NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    hours = forms.CharField(
        label=_("When do you usually have time?"),
        help_text=_("Such as “weekday evenings, half an hour”."),
        max_length=200,
    )


class DecideForm(forms.Form):
    """Words of the desk."""

    words = _area(_("Your words to them"), _("They read them as they are."), required=False)


class GroupForm(forms.Form):
    """In which group a mentor reads along."""

    group = forms.ChoiceField(
        label=_("In which group may a mentor read along?"),
        help_text=_("One group only. Your names in other groups stay unknown to your mentor."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {one.slug: one for one in groups}
        offered = [(one.slug, one.title) for one in groups]
        self.fields["group"].choices = offered  # type: ignore[attr-defined]

    def chosen_group(self) -> Group:
        """The group that was chosen, after ``is_valid``."""
        return self._groups[self.cleaned_data["group"]]


class NoteForm(forms.Form):
    """A mentor's words."""

    words = _area(
        _("A note to them"),
        _("What you saw that was good, and one thing to try. Only they read it."),
    )


class EndForm(forms.Form):
    """A mentor's words at the end."""

    words = _area(_("Your words at the end"), _("They read them as they are."))


class StepForm(forms.Form):
    """Asking for a further step."""

    words = _area(_("Why would you like to?"), _("A few sentences are enough."))


class NameForm(forms.Form):
    """The name on a certificate; used for this one sheet and not kept."""

    name = forms.CharField(
        label=_("The name that stands on it"),
        help_text=_("It goes onto this sheet and is not kept here."),
        max_length=80,
    )


class FeltForm(forms.Form):
    """What an answer did."""

    helped = forms.BooleanField(label=_("This helped"), required=False)
    understood = forms.BooleanField(label=_("I felt understood"), required=False)


class CheckForm(forms.Form):
    """The questions at the end of a module."""

    def __init__(self, *args: Any, module: Module, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in module.check:
            self.fields[one.key] = forms.ChoiceField(
                label=one.ask,
                choices=list(one.options.items()),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )
