from django.db import models


class ClosedSession(models.Model):
    """A keyed hash of a session that ended with its account, so that its browser is known again.

    It names no account, and is forgotten when its time is over. See people.returning.
    """

    hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
