"""The part of a group's form that says how words are looked after there, and how fast."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.groups.customs import CONCERN, PACE, WAIT
from damayan.groups.models import Group

MOST_POSTS = 20
A_DAY = 24 * 60
MOST_WORDS = 300
LONGEST_WORDS = 80
# Fewer letters than this would meet half of what people write.
_LETTERS = re.compile(r"\w.*\w")
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PaceForm(forms.Form):
    """Slow mode and quiet hours: for guides of the group too."""

    slow_minutes = forms.IntegerField(
        label=_("Slow mode: minutes between two posts"),
        help_text=_(
            "Gives everybody time to breathe when it gets heated. Whoever writes sooner is told "
            "when they can send it; their words are kept. 0 is off. Guides are not slowed."
        ),
        min_value=0,
        max_value=A_DAY,
        required=False,
    )
    quiet_from = forms.TimeField(
        label=_("Quiet hours begin"),
        help_text=_(
            "In these hours nobody is told of new words here: no notice, no e-mail, nothing on "
            "open pages. It is told when they end. People can still write, and the page says "
            "that it is quiet. Guides are alarmed at any hour when somebody may need help."
        ),
        widget=_CLOCK,
        required=False,
    )
    quiet_to = forms.TimeField(label=_("Quiet hours end"), widget=_CLOCK, required=False)

    def __init__(self, data: Any = None, *, group: Group | None = None, **options: Any) -> None:
        kept = {name: getattr(group, name) for name in PACE} if group else {"slow_minutes": 0}
        super().__init__(data, initial={**kept, **options.pop("initial", {})}, **options)

    def clean_slow_minutes(self) -> int:
        return self.cleaned_data["slow_minutes"] or 0

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("quiet_from"), given.get("quiet_to")
        if not self.errors and (begins is None) != (ends is None):
            missing = "quiet_to" if begins else "quiet_from"
            self.add_error(missing, _("Say both when it begins and when it ends, or neither."))
        if begins is not None and begins == ends:
            self.add_error("quiet_to", _("Quiet hours end at another time than they begin."))
        return given

    def pace(self) -> dict[str, Any]:
        """What ``actions.change_pace`` takes, from a valid form."""
        return {name: self.cleaned_data[name] for name in PACE}


class CustomsForm(PaceForm):
    """All of it: for coordinators."""

    first_posts = forms.IntegerField(
        label=_("First posts of a newcomer that wait for a guide"),
        help_text=_(
            "So many stories and answers of somebody new are read by a guide before others read "
            "them. It keeps selling and cruelty out, and asks time of your guides: with nobody on "
            "shift, newcomers wait. 0 is off."
        ),
        min_value=0,
        max_value=MOST_POSTS,
        required=False,
    )
    urgent_waits = forms.BooleanField(
        label=_("Words that sound urgent wait for a guide"),
        help_text=_(
            "Guides are alarmed at once in any case. With this, others read such words only after "
            "a guide did. Their author meets people to call at once either way. Think of who is "
            "on shift at night: until a guide comes, nobody else can answer."
        ),
        required=False,
    )
    words_concern = forms.CharField(
        label=_("Words that a guide should see"),
        help_text=_(
            "One word or phrase a line, however people spell it; a star at the end takes any "
            "ending. The words are out at once, and a guide looks at them."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    words_wait = forms.CharField(
        label=_("Words that wait for a guide"),
        help_text=_("One a line, as above. What uses them is read by a guide before others do."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    order = ("first_posts", "urgent_waits", "words_concern", "words_wait", *PACE)

    def __init__(self, data: Any = None, *, group: Group | None = None, **options: Any) -> None:
        initial = {"first_posts": 0, **options.pop("initial", {})}
        if group:
            initial |= {name: getattr(group, name) for name in ("first_posts", "urgent_waits")}
            initial |= {"words_concern": _lines(group, CONCERN), "words_wait": _lines(group, WAIT)}
        super().__init__(data, group=group, initial=initial, **options)

    def clean_first_posts(self) -> int:
        return self.cleaned_data["first_posts"] or 0

    def clean_words_concern(self) -> list[str]:
        return _listed(self.cleaned_data["words_concern"])

    def clean_words_wait(self) -> list[str]:
        return _listed(self.cleaned_data["words_wait"])

    def customs(self) -> dict[str, Any]:
        """Field values as ``actions.found`` and ``actions.change`` take them."""
        given = self.cleaned_data
        waits = given["words_wait"]
        listed = [{"words": one, "does": WAIT} for one in waits]
        listed += [{"words": one, "does": CONCERN} for one in given["words_concern"]]
        # In both lists: to wait includes to be seen.
        seen = {one["words"]: one for one in reversed(listed)}
        return {
            **self.pace(),
            "first_posts": given["first_posts"],
            "urgent_waits": given["urgent_waits"],
            "word_list": list(reversed(seen.values())),
        }


def _lines(group: Group, does: str) -> str:
    return "\n".join(one["words"] for one in group.word_list if one["does"] == does)


def _listed(typed: str) -> list[str]:
    """The entries of a list, once each; raises ValidationError for what would meet everything."""
    lines = list(dict.fromkeys(" ".join(line.split()) for line in typed.splitlines()))
    lines = [line for line in lines if line]
    if len(lines) > MOST_WORDS:
        raise forms.ValidationError(_("These are too many. Keep to 300 lines."))
    for line in lines:
        if len(line) > LONGEST_WORDS or not _LETTERS.search(line):
            raise forms.ValidationError(
                _("“%(line)s” is too long or too short to look for."), params={"line": line[:40]}
            )
    return lines
