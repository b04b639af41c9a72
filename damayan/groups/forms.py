from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.foundation import languages
from damayan.foundation.wordfields import add_words, filled, words_of
from damayan.groups import looks
from damayan.groups.actions.invitations import LONGEST_DAYS, MOST_USES
from damayan.groups.customs_forms import CustomsForm
from damayan.groups.models import Access, Group
from damayan.groups.names import Look
from damayan.groups.rules import GROUP_ROLES
from damayan.people.models import Person

# Addresses below /groups/ and /desk/groups/ that are pages of their own.
RESERVED = frozenset({"new"})


class RulesForm(forms.Form):
    """Accept the house rules in the version that was read."""

    rules_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=32_000, error_messages={"required": ""}
    )
    accept = forms.BooleanField(
        label=_("I have read the house rules and will keep to them"),
        error_messages={"required": _("Please read the house rules and tick the box.")},
    )

    def __init__(self, data: Any = None, *, group: Group) -> None:
        super().__init__(data, initial={"rules_version": group.rules_version})


class JoinForm(RulesForm):
    """The rules, and one of the names that were offered to this person."""

    look = forms.ChoiceField(
        label=_("Who will you be in this group?"),
        help_text=_("Others here see only this name and picture. In every group you have another."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a name.")},
    )

    def __init__(
        self, data: Any = None, *, group: Group, person: Person, offered: Iterable[Look]
    ) -> None:
        super().__init__(data, group=group)
        kept = looks.opened(person, self.data.get("look", "")) if self.is_bound else None
        signed = {looks.sign(person, look): look for look in offered if look != kept}
        if kept is not None:
            signed = {self.data["look"]: kept, **signed}
        self.looks = signed
        choices = self.fields["look"]
        choices.choices = [(value, look.name) for value, look in signed.items()]  # type: ignore[attr-defined]
        choices.initial = next(iter(signed), None)
        self.order_fields(["look", "accept"])

    def chosen(self) -> Look:
        """The look of a valid form."""
        return self.looks[self.cleaned_data["look"]]


class GroupForm(CustomsForm):
    """A group's words in every language of the interface, house rules one a line, its customs."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=48,
        help_text=_(
            "Small letters, numbers and hyphens, such as losing-someone. It stays for good."
        ),
    )
    access = forms.ChoiceField(
        label=_("Who reads and writes"), choices=Access.choices, widget=forms.RadioSelect
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that people write here"),
        choices=list(languages.NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, group: Group | None = None) -> None:
        first = _values(group) if group else {"access": Access.OPEN}
        super().__init__(data, group=group, initial=first)
        add_words(self, "name", _("Name"), longest=80, required=True)
        add_words(self, "about", _("Who it is for"), longest=600, required=True, area=True)
        add_words(
            self, "rules", _("House rules, one a line"), longest=3000, required=True, area=True
        )
        if group is not None:
            del self.fields["slug"]
        words = [name for name in self.fields if name not in self.order]
        first_of_all = ["name_en", "name_fil", "slug", "about_en", "about_fil"]
        self.order_fields([*first_of_all, *words, *self.order])

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED:
            raise forms.ValidationError(_("Another group has this address. Choose another."))
        return slug

    def values(self) -> dict[str, Any]:
        """Field values as ``actions.found`` and ``actions.change`` take them."""
        given = self.cleaned_data
        rules = {
            code: [line.strip() for line in words.splitlines() if line.strip()]
            for code, words in words_of(given, "rules").items()
        }
        values = {name: words_of(given, name) for name in ("name", "about")}
        values |= {name: given[name] for name in ("slug", "access", "languages") if name in given}
        return {**values, **self.customs(), "rules": rules}


def _values(group: Group) -> dict[str, Any]:
    rules = {code: "\n".join(lines) for code, lines in (group.rules or {}).items()}
    return {
        "access": group.access,
        "languages": group.languages,
        **filled("name", group.name),
        **filled("about", group.about),
        **filled("rules", rules),
    }


class RoleForm(forms.Form):
    """A role for whoever wears a name in the group."""

    name = forms.CharField(
        label=_("Their name in this group"), max_length=60, help_text=_("As others see it here")
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in GROUP_ROLES]
    )


class InvitationForm(forms.Form):
    """For how many people, and for how long."""

    uses = forms.IntegerField(
        label=_("For how many people"), min_value=1, max_value=MOST_USES, initial=1
    )
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=LONGEST_DAYS, initial=14
    )
