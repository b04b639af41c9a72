"""A booked time as a calendar file (RFC 5545). It names nobody and says nothing of what it is."""

from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from damayan.foundation.clock import now
from damayan.support.questions.models import Slot


def file_of(slot: Slot, words: str, url: str) -> bytes:
    """One event with an alarm an hour before; ``words`` is the neutral title."""
    event = Event()
    event.add("uid", f"{slot.key}@damayan")
    event.add("dtstamp", now())
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    event.add("summary", words)
    event.add("url", url)
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(hours=-1))
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Damayan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
