"""The languages that people here speak, by their codes; more than the interface is written in."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "en": _("English"),
    "fil": _("Filipino"),
    "taglish": _("Taglish"),
    "ceb": _("Cebuano"),
    "hil": _("Hiligaynon"),
    "ilo": _("Ilocano"),
    "bik": _("Bikol"),
    "war": _("Waray"),
    "pam": _("Kapampangan"),
    "pag": _("Pangasinan"),
    "mrw": _("Maranao"),
    "tsg": _("Tausug"),
}


def named(codes: list[str]) -> list[str]:
    """The names of ``codes`` in the reader's language; an unknown code stays as it is."""
    return [str(NAMES.get(code, code)) for code in codes]
