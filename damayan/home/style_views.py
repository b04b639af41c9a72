"""The design system's catalogue: every part in every state, for builders and browser tests."""

from datetime import UTC, datetime, timedelta

from altcha.v1 import ChallengeOptions, create_challenge
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

_ASKED = ChallengeOptions(hmac_key="catalogue", max_number=5000)
LONG = "Walanghanggangpagpapasalamatsabuonghanayngmgakaibigan" * 2


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Title"), help_text=_("A few words. You can leave it for later."), required=False
    )
    happened = forms.CharField(
        label=_("What happened"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("fil", "Filipino"), ("tl", "Taglish")]
    )
    feelings = forms.MultipleChoiceField(
        label=_("How it felt"),
        required=False,
        help_text=_("As many as fit."),
        widget=forms.CheckboxSelectMultiple,
        choices=[("tired", _("tired")), ("alone", _("alone")), ("angry", _("angry")), ("x", LONG)],
    )
    persona = forms.ChoiceField(
        label=_("Who you are here"),
        widget=forms.RadioSelect,
        choices=[("1", "Quiet Narra"), ("2", "Patient Heron"), ("3", LONG)],
    )
    of_age = forms.BooleanField(label=_("I am 18 or older"))


def _sample_forms() -> dict[str, forms.Form]:
    empty = SampleForm(initial={"persona": "1", "language": "fil"}, auto_id="empty_%s")
    wrong = SampleForm(
        {"title": "Two cups", "feelings": ["alone"], "persona": "2"}, auto_id="wrong_%s"
    )
    wrong.full_clean()
    return {"empty": empty, "wrong": wrong}


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show the catalogue; 404 unless DEBUG."""
    if not settings.DEBUG:
        raise Http404
    sample = {
        "long": LONG,
        "when": datetime.now(UTC) - timedelta(hours=2),
        "asked": create_challenge(_ASKED).to_dict(),
        **_sample_forms(),
    }
    return render(request, "home/style.html", sample)
