from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.foundation import languages
from damayan.foundation.wordfields import add_words, filled, words_of
from damayan.support.referral.actions.referrals import LONGEST_WORDS
from damayan.support.referral.consent import BARRIERS, ITEMS, SPANS
from damayan.support.referral.models import Service, ServiceKind, WhyNot
from damayan.support.referral.queries import Wanted

WORDED = (("name", 120), ("about", 600), ("for_whom", 240), ("cost", 240), ("hours", 240))
WAY = ("way_there", 400)
_PLAIN = "organisation kinds languages province city address phone email is_free".split()
_SCALE = [(n, str(n)) for n in range(11)]


class WantedForm(forms.Form):
    """What somebody looks for in the directory."""

    place = forms.ChoiceField(label=_("Where"), required=False)
    kind = forms.ChoiceField(label=_("What kind of help"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    free = forms.BooleanField(label=_("Only what is free"), required=False)

    def __init__(self, *args: Any, places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("Anywhere"))]
        choices: dict[str, list[Any]] = {
            "place": anything + [(place, place) for place in places],
            "kind": [("", _("Any help")), *ServiceKind.choices],
            "language": [("", _("Any language")), *languages.NAMES.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What fits of what was asked; nonsense asks for nothing."""
        self.is_valid()
        given = self.cleaned_data
        words = {name: given.get(name, "") for name in ("place", "kind", "language")}
        return Wanted(**words, free=bool(given.get("free")))


class ServiceForm(forms.Form):
    """One service, with its words in every language of the interface."""

    kinds = forms.MultipleChoiceField(
        label=_("What kind of help"),
        choices=ServiceKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    organisation = forms.CharField(label=_("Who runs it"), max_length=160, required=False)
    province = forms.CharField(label=_("Province"), max_length=80)
    city = forms.CharField(label=_("City or municipality"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=240, required=False)
    phone = forms.CharField(label=_("Phone, as people dial it"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    is_free = forms.BooleanField(label=_("It costs nothing"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages they speak"),
        choices=list(languages.NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, service: Service | None = None, **kwargs: Any) -> None:
        if service is not None:
            kwargs["initial"] = _values(service)
        super().__init__(*args, **kwargs)
        labels = {
            "name": _("Name"),
            "about": _("What they do"),
            "for_whom": _("For whom"),
            "cost": _("What it costs"),
            "hours": _("When it is open"),
            "way_there": _("How to get there"),
        }
        for name, longest in (*WORDED, WAY):
            area = longest > 240
            add_words(self, name, labels[name], longest=longest, required=name == "name", area=area)
        self.order_fields(["name_en", "name_fil", "about_en", "about_fil", "kinds"])

    def values(self) -> dict[str, Any]:
        """Field values as ``actions.add_service`` takes them."""
        plain = {name: self.cleaned_data[name] for name in _PLAIN}
        return plain | {name: words_of(self.cleaned_data, name) for name, _n in (*WORDED, WAY)}


def _values(service: Service) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(service, name) for name in _PLAIN}
    for name, _longest in (*WORDED, WAY):
        values |= filled(name, getattr(service, name))
    return values


class FileForm(forms.Form):
    """A directory as CSV or as Open Referral HSDS (JSON), at most 5 MB."""

    LARGEST = 5 * 1024 * 1024
    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV with the columns of our own export, or JSON after Open Referral HSDS."),
    )

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > self.LARGEST:
            raise forms.ValidationError(_("This file is larger than 5 MB."))
        content: bytes = given.read()
        return content


def _scale(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=_SCALE,
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("0 is surely not, 10 is surely. You may leave it open."),
    )


class BeforeForm(forms.Form):
    """How likely they are to go, and what keeps them."""

    before = _scale(_("How likely are you to go there?"))
    barriers = forms.MultipleChoiceField(
        label=_("Is there something that keeps you from going?"),
        choices=[(one.slug, one.label) for one in BARRIERS.values()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class AfterForm(forms.Form):
    """The same question once more, after the answers."""

    after = _scale(_("And now: how likely are you to go there?"))


class ConsentForm(forms.Form):
    """One box an item; only what is ticked and filled in is shared."""

    days = forms.TypedChoiceField(
        label=_("For how long may it be shared?"),
        choices=list(SPANS.items()),
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in ITEMS.values():
            self.fields[f"share_{item.slug}"] = forms.BooleanField(label=item.label, required=False)
            widget = forms.Textarea(attrs={"rows": 4}) if item.long else forms.TextInput()
            self.fields[item.slug] = forms.CharField(
                label=item.label,
                help_text=item.hint,
                required=False,
                max_length=item.limit,
                widget=widget,
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each box with its field, in the order of the page."""
        return [(self[f"share_{slug}"], self[slug]) for slug in ITEMS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for slug in ITEMS:
            if given.get(f"share_{slug}") and not given.get(slug) and slug not in self.errors:
                self.add_error(slug, _("Write it here, or take the tick away."))
        return given

    def details(self) -> dict[str, str]:
        """What they agreed to share, by item."""
        given = self.cleaned_data
        return {slug: given[slug] for slug in ITEMS if given[f"share_{slug}"]}


class SuggestForm(forms.Form):
    """A few words with a suggestion."""

    words = forms.CharField(
        label=_("Why you think of it"),
        help_text=_("They read it with the suggestion, and decide alone."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NotSeenForm(forms.Form):
    """What came in between."""

    why_not = forms.ChoiceField(
        label=_("What came in between?"), choices=WhyNot.choices, widget=forms.RadioSelect
    )
