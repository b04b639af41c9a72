"""What an answer did, said by the author of the story to whoever answered, and to nobody else."""

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.groups.queries import person_behind
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.people.queries import no_contact
from damayan.stories.models import Reply
from damayan.support.path import queries
from damayan.support.path.models import Felt


@transaction.atomic
def say_felt(*, by: Person, reply: Reply, helped: bool, understood: bool) -> Felt | None:
    """Keep the word of the story's author; neither takes it back. Http404 for anybody else."""
    found = queries.reply_to_my_story(by, reply.key)
    if found is None:
        raise Http404
    if not helped and not understood:
        Felt.objects.filter(reply=found, by=by).delete()
        return None
    said = {"helped": helped, "understood": understood, "at": now()}
    made, is_new = Felt.objects.update_or_create(reply=found, by=by, defaults=said)
    answerer = person_behind(found.author_id)
    if is_new and answerer is not None and not no_contact(by, answerer):
        tell(
            person_id=answerer,
            kind=Kind.SUPPORT,
            text=gettext_lazy("Somebody said what your answer did for them."),
            url=reverse("path:reached"),
            cause=f"felt:{found.key}",
        )
    return made
