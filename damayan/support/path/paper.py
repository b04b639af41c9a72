"""A certificate as one sheet of paper (PDF, A4 across)."""

import io
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import gettext as _

from damayan.foundation.clock import on_day
from damayan.support.path.models import Certificate

_INK, _GREEN = "#2a2420", "#1f5a46"


def sheet(certificate: Certificate, name: str, modules: list[str], address: str) -> bytes:
    """PDF bytes. ``name`` goes onto it and nowhere else; ``address`` is where its code is shown."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    page = SimpleDocTemplate(
        out,
        pagesize=landscape(A4),
        leftMargin=28 * mm,
        rightMargin=28 * mm,
        topMargin=24 * mm,
        bottomMargin=20 * mm,
        title=_("Certificate"),
        author=_issuer(),
    )
    said = lines(certificate, name, modules, address)
    page.build(_flow(said, _styles()), onFirstPage=_frame)
    return out.getvalue()


def _issuer() -> str:
    return str(getattr(settings, "OPERATOR", "") or "Damayan")


def lines(
    certificate: Certificate, name: str, modules: list[str], address: str
) -> list[tuple[str, str]]:
    """Style and words of each line."""
    return [
        ("small", _issuer()),
        ("h1", _("Peer supporter")),
        ("body", _("This says that")),
        ("name", name),
        ("body", _("took the course for supporters, and answered with a mentor reading along.")),
        ("list", " · ".join(modules)),
        ("body", _("Given on %(day)s, valid until %(until)s.") % _days(certificate)),
        ("small", _("A peer supporter is no doctor and no therapist, and treats nobody.")),
        ("small", _("Whether it is valid: %(address)s") % {"address": address}),
    ]


def _days(certificate: Certificate) -> dict[str, str]:
    return {"day": on_day(certificate.issued_at), "until": certificate.until_words}


def _styles() -> dict[str, Any]:
    import reportlab
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd"):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
    plain = {"fontName": "Vera", "textColor": _INK, "alignment": 1}
    bold = {**plain, "fontName": "VeraBd"}
    return {
        "small": ParagraphStyle("small", fontSize=9.5, leading=15, spaceBefore=8, **plain),
        "body": ParagraphStyle("body", fontSize=12, leading=19, spaceBefore=6, **plain),
        "list": ParagraphStyle("list", fontSize=10.5, leading=17, spaceBefore=6, **plain),
        "h1": ParagraphStyle("h1", fontSize=28, leading=40, spaceAfter=10, **bold),
        "name": ParagraphStyle("name", fontSize=22, leading=34, spaceAfter=6, **bold),
    }


def _flow(said: list[tuple[str, str]], styles: dict[str, Any]) -> list[Any]:
    from reportlab.platypus import Paragraph

    return [Paragraph(_text(words), styles[style]) for style, words in said]


def _frame(canvas: Any, page: Any) -> None:
    """One thin line around everything."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.units import mm

    wide, high = page.pagesize
    canvas.setStrokeColor(HexColor(_GREEN))
    canvas.setLineWidth(1.2)
    canvas.rect(12 * mm, 12 * mm, wide - 24 * mm, high - 24 * mm)


def _text(words: str) -> str:
    """Safe for reportlab's markup; what the font does not have becomes a plain mark."""
    kept = "".join(sign if ord(sign) < 0x250 or sign in "–—‘’“”…•" else "?" for sign in words)
    return escape(kept)
