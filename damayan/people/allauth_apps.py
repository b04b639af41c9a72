"""allauth's list of sessions without its habit of writing down addresses and browsers."""

from allauth.usersessions.apps import UserSessionsConfig


class SessionsConfig(UserSessionsConfig):  # type: ignore[misc]
    """The same application; what a session remembers is written by ``people.sessions`` instead."""

    def ready(self) -> None:
        """Connect nothing: allauth would store the address and the whole user agent."""
