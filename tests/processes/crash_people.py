"""Run inside an installation: makes eight people with sessions and a story, or counts replies.

python -m tests.processes.crash_people make   → {"cookies": […], "story": key}
python -m tests.processes.crash_people count  → {"form key": how many rows, …}
"""

import json
import sys

import django

django.setup()

from django.db.models import Count  # noqa: E402

from damayan.demo.seeding import seed  # noqa: E402
from damayan.demo.visits import session_cookie  # noqa: E402
from damayan.people.models import Person  # noqa: E402
from damayan.stories.models import Reply, Story  # noqa: E402


def make() -> dict[str, object]:
    seed(21)
    people = Person.objects.filter(username__startswith="bench-").order_by("id")
    return {
        "cookies": [session_cookie(person) for person in people[:400]],
        "story": Story.objects.get().key,
    }


def count() -> dict[str, int]:
    rows = Reply.objects.filter(form_key__startswith="crash").values("form_key")
    return {row["form_key"]: row["n"] for row in rows.annotate(n=Count("id"))}


if __name__ == "__main__":
    print(json.dumps({"make": make, "count": count}[sys.argv[1]]()))
