"""Search engines: nothing is to be found, except groups that a coordinator opened to them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from damayan.groups.models import Access, Group

FORBIDDEN, ALLOWED = "noindex, nofollow", "all"


def mark_findable(request: HttpRequest, group: Group) -> None:
    """Let this answer be found if ``group`` is open to search engines; call before rendering."""
    request.findable = is_findable(group)  # type: ignore[attr-defined]


def is_findable(group: Group) -> bool:
    """Opened by a coordinator, still in use and still open to everybody."""
    open_now = group.access == Access.OPEN and group.archived_at is None
    return group.findable_at is not None and open_now


class RobotsMiddleware:
    """Says on every answer whether it may be found; the layout says the same in its head."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        allowed = getattr(request, "findable", False)
        response.headers["X-Robots-Tag"] = ALLOWED if allowed else FORBIDDEN
        return response
