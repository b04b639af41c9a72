"""Forms for telling and answering. Words are tidied before they are measured, never cut."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.stories.compose import clean_text
from damayan.stories.rules import REPLY_LENGTH, STORY_LENGTH, TITLE_LENGTH
from damayan.stories.vocabulary import Feeling, Helped, Kind, Language, Topic


class WordsField(forms.CharField):
    """Free words: whatever a phone sends becomes text that can be kept and shown."""

    def __init__(self, *, rows: int = 0, **options: Any) -> None:
        if rows:
            options["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or ""))


def _chips(choices: Any, label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=choices,
        label=label,
        help_text=hint,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class StoryForm(forms.Form):
    """The three gentle prompts; only the first is needed."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Kind.choices, initial=Kind.STORY, widget=forms.RadioSelect
    )
    happened = WordsField(
        label=_("What happened"),
        help_text=_("In your own words, in any language. Leave out names and places."),
        max_length=STORY_LENGTH,
        rows=10,
    )
    felt = WordsField(
        label=_("How it felt, how it feels now"), max_length=STORY_LENGTH, rows=4, required=False
    )
    need = WordsField(
        label=_("What helped, or what you need"),
        help_text=_("To be heard, or to hear how others did it: both are fine."),
        max_length=STORY_LENGTH,
        rows=4,
        required=False,
    )
    title = WordsField(
        label=_("A title"),
        help_text=_("Left empty, your first words stand there."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    language = forms.ChoiceField(label=_("Written in"), choices=Language.choices)
    topics = _chips(
        Topic.choices,
        _("Is it about one of these?"),
        _("Readers see this first and choose for themselves."),
    )
    feelings = _chips(Feeling.choices, _("Feelings in it"))
    helped = _chips(
        Helped.choices, _("What helped, even a little"), _("Others can find your story by it.")
    )

    def told(self) -> dict[str, Any]:
        """What ``actions.publish`` and ``actions.edit_story`` take."""
        return dict(self.cleaned_data)


class ReplyForm(forms.Form):
    """For editing a reply; the story page's own form is plain markup."""

    words = WordsField(label=_("Your answer"), max_length=REPLY_LENGTH, rows=8)
