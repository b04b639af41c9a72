"""What guides and coordinators type about shifts. Hours are local to the installation."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from damayan.moderation.rules_shifts import MOST_WEEKS, may_last

HOURS = [(str(n), str(n)) for n in (1, 2, 3, 4, 6, 8)]
LONGEST_NOTE = 4000


class OfferForm(forms.Form):
    """Hours in which a guide promises to be here; the same in each of some weeks."""

    day = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    end = forms.TimeField(
        label=_("To"),
        help_text=_("An earlier hour than the first one means the next day."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    weeks = forms.IntegerField(
        label=_("In how many weeks?"),
        help_text=_("1 for this day alone. More for the same day of each week."),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"day", "start", "end"} <= given.keys():
            self._span(given)
        return given

    def _span(self, given: dict[str, Any]) -> None:
        starts_at = self._moment(given["day"], given["start"])
        days = 0 if given["end"] > given["start"] else 1
        ends_at = self._moment(given["day"] + timedelta(days=days), given["end"])
        lasts = may_last(starts_at, ends_at)
        if not lasts:
            self.add_error("end", lasts.reason)
        given |= {"starts_at": starts_at, "ends_at": ends_at}

    @staticmethod
    def _moment(day: Any, hour: time) -> datetime:
        return timezone.make_aware(datetime.combine(day, hour))

    @property
    def asked(self) -> dict[str, Any]:
        """What ``plan_shift`` takes."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "weeks")}


class PlanForm(OfferForm):
    """A coordinator's: for one guide, or free for whoever takes it. ``guides``: (id, name)."""

    guide = forms.ChoiceField(label=_("For whom"), required=False)

    def __init__(self, *args: Any, guides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = ("", _("free, for whoever takes it"))
        self.fields["guide"].choices = [free, *guides]  # type: ignore[attr-defined]
        self.order_fields(["guide"])


class NowForm(forms.Form):
    """Here without a plan."""

    hours = forms.ChoiceField(label=_("For how many hours?"), choices=HOURS, initial="2")


class EndForm(forms.Form):
    """Going. ``others``: guides who are here, as (id, name)."""

    hand_over = forms.CharField(
        label=_("What must the next guide know?"),
        help_text=_(
            "Whom to keep an eye on, what was promised, what is still open. Only guides read it;"
            " name no member by more than their case."
        ),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    to = forms.ChoiceField(
        label=_("Who looks after your open cases?"), required=False, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, others: list[tuple[str, str]], holds_cases: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not holds_cases:
            del self.fields["to"]
            return
        self.fields["hand_over"].required = True
        queue = ("", _("They go back to all guides"))
        self.fields["to"].choices = [queue, *others]  # type: ignore[attr-defined]
        self.fields["to"].initial = ""
