from django.db import models

from damayan.foundation.clock import now
from damayan.people.models import Person


class Coaching(models.Model):
    """A person lets the reply coach look at their drafts; without a row it looks at nothing."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=now)
