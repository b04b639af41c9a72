"""A referral as a sheet of paper (PDF, A4), in the order of the referral form of the Philippine
DOH's playbook for peer support groups: who sends, where to, who comes, why, and a slip to return.
"""

import io
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import gettext as _

from damayan.foundation.clock import on_day
from damayan.support.referral.queries import Whole

_INK = "#2a2420"


def sheet(whole: Whole) -> bytes:
    """PDF bytes; only what the reader of ``whole`` may see is on it."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    paper = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=_("Referral"),
        author="Damayan",
        lang=str(getattr(settings, "LANGUAGE_CODE", "en")),
    )
    paper.build(_story(whole, _styles()))
    return out.getvalue()


def _styles() -> dict[str, Any]:
    import reportlab
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd"):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
    body = ParagraphStyle("body", fontName="Vera", fontSize=10.5, leading=16, textColor=_INK)
    head = {"fontName": "VeraBd", "textColor": _INK}
    return {
        "body": body,
        "h1": ParagraphStyle("h1", fontSize=17, leading=24, spaceAfter=6, **head),
        "h2": ParagraphStyle("h2", fontSize=11.5, leading=16, spaceBefore=12, spaceAfter=4, **head),
    }


def _story(whole: Whole, styles: dict[str, Any]) -> list[Any]:
    from reportlab.platypus import Paragraph

    referral = whole.referral
    service = referral.service
    where = [service.organisation, service.address, service.place, service.phone]
    return [
        Paragraph(_text(_("Referral")), styles["h1"]),
        Paragraph(_text(_("Day: %(day)s") % {"day": _day(referral)}), styles["body"]),
        Paragraph(_text(_("To")), styles["h2"]),
        Paragraph(_text(service.title), styles["body"]),
        *(Paragraph(_text(line), styles["body"]) for line in where if line),
        Paragraph(_text(_("Who comes, in their own words")), styles["h2"]),
        _table([(label, words) for label, words in whole.shared], styles),
        Paragraph(_text(_consent(referral)), styles["body"]),
        Paragraph(_text(_("To be filled in where they were seen, and given back")), styles["h2"]),
        _table([(label, "") for label in _slip()], styles, tall=True),
    ]


def _day(referral: Any) -> str:
    return on_day(referral.agreed_at or referral.created_at)


def _slip() -> list[str]:
    return [
        _("Seen on (day)"),
        _("Seen by (name and office)"),
        _("What was done"),
        _("What is advised next"),
        _("Signature"),
    ]


def _consent(referral: Any) -> str:
    if not referral.share_until:
        return ""
    words = _(
        "The person agreed to share what stands here with this office, for this purpose, until "
        "%(day)s. They may take it back at any time. Please share it with nobody else."
    )
    return words % {"day": on_day(referral.share_until)}


def _table(rows: list[tuple[str, str]], styles: dict[str, Any], *, tall: bool = False) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, Table

    cells = [
        [Paragraph(_text(label), styles["body"]), Paragraph(_text(words), styles["body"])]
        for label, words in rows or [(_("Nothing else is shared"), "")]
    ]
    heights = [12 * mm] * len(cells) if tall else None
    made = Table(cells, colWidths=[52 * mm, 118 * mm], rowHeights=heights, spaceAfter=8)
    line = HexColor("#b8ab9a")
    made.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.6, line), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return made


def _text(words: Any) -> str:
    """Safe for reportlab's markup; what the font does not have becomes a plain mark."""
    kept = "".join(sign if ord(sign) < 0x250 or sign in "–—‘’“”…•" else "?" for sign in str(words))
    return escape(kept).replace("\n", "<br/>")
