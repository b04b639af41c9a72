"""The front page, my room, and the words that stay the same for everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from damayan.foundation.clock import now
from damayan.groups.queries import roles_anywhere
from damayan.home import queries, rules
from damayan.people.models import Person
from damayan.safety import staffing
from damayan.safety.doors import MemberRequest, person_of
from damayan.support.queries.figures import in_public as answered_in_public

# Words that were hidden or removed may stand on the visitors' front page for this long.
FRONT_SECONDS = 30


@never_cache
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return render(request, "home/front.html", {"tonight": _tonight()})
    return render(request, "home/welcome.html", _welcome(person))


def _tonight() -> SafeString:
    """The visitors' front page but for its frame: the same for everybody who reads a language."""
    language = get_language() or settings.LANGUAGE_CODE
    key = f"front:{language}"
    kept: str | None = caches["local"].get(key)
    if kept is None:
        page = {"tonight": queries.tonight(language), "promise": staffing.promise()}
        kept = render_to_string("home/parts/tonight.html", page)
        caches["local"].set(key, kept, FRONT_SECONDS)
    return mark_safe(kept)  # noqa: S308 - rendered by our own template


def _welcome(person: Person) -> dict[str, object]:
    hello = rules.greeting(timezone.localtime(now()))
    return {"greeting": hello, "welcome": queries.welcome(person)}


@never_cache
@require_safe
@login_required
def room(request: MemberRequest) -> HttpResponse:
    roles = roles_anywhere(request.user)
    return render(request, "home/room.html", {"roles": roles})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html", _installation())


@require_safe
def house_rules(request: HttpRequest) -> HttpResponse:
    return render(request, "home/house_rules.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    reached = {"reached": answered_in_public()}
    return render(request, "home/about.html", _installation() | staffing.public() | reached)


def _installation() -> dict[str, object]:
    """Who runs this installation and how long it keeps what, as its operator set it."""
    return {
        "operator": settings.OPERATOR,
        "contact": settings.OPERATOR_CONTACT,
        "erase_days": settings.ERASE_GRACE_DAYS,
        "session_days": settings.SESSION_COOKIE_AGE // 86400,
    }
