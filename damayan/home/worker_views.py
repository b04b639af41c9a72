"""The script that keeps the way to help on a phone; at the root, as it stands for all pages."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

_FILE = Path(__file__).parent / "static" / "home" / "sw.js"


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Browsers ask for it at every visit, and take a new one when anything in it has changed."""
    response = HttpResponse(_script(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@lru_cache(maxsize=1)
def _script() -> str:
    source = _FILE.read_text(encoding="utf-8")
    told = f"{static('home/damayan.css')}\n{source}".encode()
    return f'const VERSION = "{blake2b(told, digest_size=6).hexdigest()}";\n{source}'
