"""Reading pages as a browser does: what a form would send."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.area = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.forms.append((at.get("action", ""), {}))
        if tag == "textarea" and self.forms:
            self.area = at["name"]
            self.forms[-1][1][self.area] = ""
        if tag == "input" and self.forms and "name" in at:
            if at.get("type") in {"radio", "checkbox"} and "checked" not in at:
                return
            ticked = "on" if at.get("type") == "checkbox" else ""
            self.forms[-1][1][at["name"]] = at.get("value", ticked)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][1][self.area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


def form_on(html: str, field: str) -> dict[str, str]:
    """The values of the first form that has ``field`` (or, unticked, names it anywhere)."""
    reader = _Forms()
    reader.feed(html)
    for _action, values in reader.forms:
        if field in values:
            return {k: v for k, v in values.items() if k != "csrfmiddlewaretoken"}
    raise AssertionError(f"no form with {field}")


def joining(client: Client, url: str = "", **changes: Any) -> dict[str, str]:
    """What the page for joining would send, after the one tick that it needs."""
    page = client.get(url or reverse("home:join")).content.decode()
    return form_on(page, "form_key") | {"age_confirmed": "on"} | changes


def prove(client: Client, passphrase: str) -> None:
    """Prove that it is still you."""
    client.post(reverse("account_reauthenticate"), {"password": passphrase})


def everything_stored() -> dict[str, str]:
    """Every row of every table as text, sessions decoded, by table."""
    from django.contrib.sessions.models import Session
    from django.db import connection

    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = "\n".join(row[0] for row in cursor.fetchall())
    found["django_session decoded"] = "\n".join(
        str(session.get_decoded()) for session in Session.objects.all()
    )
    return found
