"""The guides' log: nobody edits it, and whoever tampers is found out."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction

from damayan import cli
from damayan.cli import audit
from damayan.moderation import log
from damayan.moderation.models import LogEntry, LogHead


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


CUT = "The end of the log was cut off"


def test_a_log_cut_off_at_its_end_is_found_out_and_no_longer_holds_what_was_noted(entries):
    noted = log.last_hash()
    assert log.holds(noted)
    tamper("DELETE FROM moderation_logentry WHERE id >= %s", entries[3].pk)
    assert [line.startswith(CUT) for line in log.verify()] == [True]
    assert not log.holds(noted)


def test_a_log_that_is_all_gone_is_found_out(entries):
    tamper("DELETE FROM moderation_logentry")
    assert log.verify()[0].startswith(CUT)


def test_what_is_written_after_a_cut_shows_that_something_is_missing(entries):
    tamper("DELETE FROM moderation_logentry WHERE id >= %s", entries[3].pk)
    after = note()
    assert log.verify() == [f"Entry {after.pk}: an entry before it is missing, added or changed."]


def test_who_cuts_the_log_and_writes_the_head_anew_lacks_the_key(entries):
    tamper("DELETE FROM moderation_logentry WHERE id >= %s", entries[3].pk)
    LogHead.objects.update(hash=entries[2].hash)
    assert "has not the installation's key" in log.verify()[0]
    after = note()
    assert log.verify() == [f"Entry {after.pk}: an entry before it is missing, added or changed."]


def test_who_takes_the_head_away_is_found_out_before_and_after_the_next_entry(entries):
    LogHead.objects.all().delete()
    assert log.verify() == ["The head of the log is missing."]
    after = note()
    assert log.verify() == [f"Entry {after.pk}: an entry before it is missing, added or changed."]


def test_who_writes_the_whole_chain_anew_from_an_entry_on_is_found_out(entries):
    before = entries[1].hash
    for entry in LogEntry.objects.filter(pk__gte=entries[2].pk).order_by("pk"):
        entry.reason, entry.before_hash = "nicer", before
        before = log.hash_of(entry)
        tamper(
            "UPDATE moderation_logentry SET reason = %s, before_hash = %s, hash = %s WHERE id = %s",
            entry.reason,
            entry.before_hash,
            before,
            entry.pk,
        )
    assert [line.startswith(CUT) for line in log.verify()] == [True]


def test_an_old_head_put_back_with_a_cut_log_is_found_by_the_hash_noted_elsewhere(entries):
    old = LogHead.objects.get()
    noted = note().hash
    tamper("DELETE FROM moderation_logentry WHERE hash = %s", noted)
    old.save()
    assert log.verify() == []
    assert not log.holds(noted)


@pytest.mark.parametrize(
    "how",
    [
        "UPDATE moderation_logentry SET reason = 'nicer' WHERE id = %s",
        "DELETE FROM moderation_logentry WHERE id = %s",
        "UPDATE moderation_logentry SET id = id + 100 WHERE id = %s",
        "UPDATE moderation_logentry SET before_hash = repeat('0', 64) WHERE id = %s",
        "UPDATE moderation_logentry SET hash = repeat('a', 64) WHERE id = %s",
        "UPDATE moderation_logentry SET actor_id = NULL WHERE id = %s",
    ],
)
@pytest.mark.parametrize("which", range(5))
def test_whoever_switches_triggers_off_for_a_session_is_found_out(entries, how, which):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(how, [entries[which].pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    moves_nothing = ("id + 100" in how and which == 4) or ("repeat('0'" in how and which == 0)
    assert bool(log.verify()) is not moves_nothing


# ── damayan audit verify ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def verify(monkeypatch, capsys):
    """Run the command on the database of this test; its exit code and lines."""
    monkeypatch.setattr(audit, "at_hand", contextlib.nullcontext)

    def run(*words):
        code = cli.main(["audit", "verify", *words])
        return code, capsys.readouterr().out.splitlines()

    return run


def test_an_operator_finds_a_whole_log_and_the_hash_to_note(entries, verify):
    code, lines = verify()
    assert code == 0
    assert len(lines) == 1
    assert entries[-1].hash in lines[0]
    assert verify("--noted", entries[2].hash)[0] == 0


SWAP = (
    "UPDATE moderation_logentry SET id = CASE id WHEN %s THEN -1 ELSE -2 END WHERE id IN (%s, %s)"
)


@pytest.mark.parametrize(
    ("how", "about"),
    [("edited", [2]), ("removed", [3]), ("reordered", [2, 3, 4]), ("added", [4])],
)
def test_the_command_names_rows_that_were_tampered_with(entries, verify, how, about):
    second, third = entries[2].pk, entries[3].pk
    if how == "edited":
        tamper("UPDATE moderation_logentry SET reason = 'nicer' WHERE id = %s", second)
    elif how == "removed":
        tamper("DELETE FROM moderation_logentry WHERE id = %s", second)
    elif how == "reordered":
        tamper(SWAP, second, second, third)
        tamper("UPDATE moderation_logentry SET id = %s WHERE id = -1", third)
        tamper("UPDATE moderation_logentry SET id = %s WHERE id = -2", second)
    else:
        tamper("UPDATE moderation_logentry SET id = id + 10 WHERE id = %s", entries[4].pk)
        tamper(
            "INSERT INTO moderation_logentry (id, at, deed, subject_kind, subject_key, group_slug,"
            " reason, details, before_hash, hash) SELECT %s, at, 'close', subject_kind,"
            " subject_key, group_slug, reason, details, hash, 'made up' FROM moderation_logentry"
            " WHERE id = %s",
            entries[4].pk,
            third,
        )
    code, lines = verify()
    assert code == 1
    named = {int(line.split(":")[0].removeprefix("Entry ")) for line in lines}
    assert {entries[n].pk for n in about} <= named


def test_the_command_notices_a_log_whose_end_was_cut_off(entries, verify):
    tamper("DELETE FROM moderation_logentry WHERE id >= %s", entries[3].pk)
    code, lines = verify()
    assert code == 1
    assert "cut off" in lines[0]
    code, lines = verify("--noted", entries[4].hash)
    assert code == 1
    assert "cut off" in lines[1]


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
