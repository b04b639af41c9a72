"""The guides' log: nobody edits it, and whoever tampers is found out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction

from damayan.moderation import log
from damayan.moderation.models import LogEntry


def note(by=None, **values):
    about = {"deed": "hide", "subject_kind": "story", "subject_key": "k", "reason": "Ñ – reason"}
    return log.record(by=by, **(about | values))


@pytest.fixture
def entries(cast):
    return [note(cast.guide, details={"n": n, "ñ": ["é", None, 1.5]}) for n in range(5)]


def test_a_log_that_nobody_touched_is_whole(entries):
    assert log.verify() == []
    assert entries[0].before_hash == log.BEGINNING
    assert [one.before_hash for one in entries[1:]] == [one.hash for one in entries[:-1]]
    assert log.last_hash() == entries[-1].hash


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE moderation_logentry SET reason = 'other' WHERE id = %s",
        "DELETE FROM moderation_logentry WHERE id = %s",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_an_entry(entries, deed):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed, [entries[2].pk])
    assert log.verify() == []


def tamper(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE moderation_logentry DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE moderation_logentry ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "'nicer'"),
        ("actor_id", "actor_id + 1"),
        ("deed", "'restore'"),
        ("details", "'{}'"),
        ("at", "at + interval '1 second'"),
        ("group_slug", "'elsewhere'"),
        ("subject_key", "'other'"),
    ],
)
def test_an_operator_who_changes_an_entry_is_found_out(entries, column, value):
    tamper(f"UPDATE moderation_logentry SET {column} = {value} WHERE id = %s", entries[2].pk)
    assert log.verify() == [f"Entry {entries[2].pk}: it was changed after it was written."]


def test_an_operator_who_takes_an_entry_out_is_found_out(entries):
    tamper("DELETE FROM moderation_logentry WHERE id = %s", entries[2].pk)
    assert [problem.split(":")[0] for problem in log.verify()] == [f"Entry {entries[3].pk}"]


def test_an_operator_who_rewrites_an_entry_with_its_hash_is_found_out_at_the_next(entries):
    entry = LogEntry.objects.get(pk=entries[2].pk)
    entry.reason = "nicer"
    tamper(
        "UPDATE moderation_logentry SET reason = %s, hash = %s WHERE id = %s",
        entry.reason,
        log.hash_of(entry),
        entry.pk,
    )
    assert len(log.verify()) == 1


def test_a_log_cut_off_at_its_end_no_longer_holds_the_hash_that_was_noted(entries):
    noted = log.last_hash()
    assert log.holds(noted)
    tamper("DELETE FROM moderation_logentry WHERE id >= %s", entries[3].pk)
    assert log.verify() == []
    assert not log.holds(noted)


def test_an_entry_of_a_deed_that_failed_is_not_there(cast):
    with transaction.atomic():
        note(cast.guide)
        transaction.set_rollback(True)
    assert LogEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_guides_who_act_at_the_same_moment_write_one_line_of_entries():
    def write(n):
        try:
            with transaction.atomic():
                note(subject_key=str(n))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(24)))
    assert LogEntry.objects.count() == 24
    assert log.verify() == []
