"""Events of OCSF, held against the published schema."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given

import chaperone
from chaperone.cli.ledger.events import every_event
from chaperone.ledger.sinks.ocsf.format import event_of, formatted
from chaperone.ledger.sinks.source import Source
from tests.ledger.sinks.reading import check_ocsf
from tests.ledger.sinks.telling import (
    ENTRY,
    MEMBER,
    ORGANIZATION,
    SOURCE,
    STAFF,
    hostile_entries,
    hostile_sources,
    told,
)


def test_an_access_record_reads_a_datastore():
    event = json.loads(formatted(told(), SOURCE))
    check_ocsf(event)
    assert (event["class_uid"], event["type_uid"], event["activity_name"]) == (6005, 600501, "Read")
    assert event["time"] == int(datetime(2026, 11, 26, 0, 30, 1, 250_000, UTC).timestamp() * 1000)
    assert event["metadata"]["uid"] == str(ENTRY)
    assert event["metadata"]["sequence"] == 41
    assert event["metadata"]["log_name"] == "chaperone.ledger"
    assert event["metadata"]["tenant_uid"] == str(ORGANIZATION)
    assert event["actor"]["user"]["uid"] == str(STAFF)
    assert event["actor"]["session"] == {"uid": str(UUID(int=9))}
    assert [one["policy"]["uid"][-2:] for one in event["actor"]["authorizations"]] == ["0b", "0c"]
    assert event["src_endpoint"] == {"ip": "192.0.2.7"}
    assert "table" not in event  # two of them
    assert event["unmapped"]["members"] == [str(MEMBER)]
    assert event["unmapped"]["elements"] == ["conversations_message.body", "members_member.name"]
    assert event["unmapped"]["leaf_hash"] == "ab" * 32
    assert event["unmapped"]["withheld"] == ["reason"]


def test_the_version_is_that_of_the_program():
    event = event_of(told(), Source("chaperone.example"))
    assert event["metadata"]["product"]["version"] == chaperone.__version__


def test_a_single_table_is_named():
    event = event_of(told(elements=["members_member.name", "members_member.birth_date"]), SOURCE)
    check_ocsf(event)
    assert event["table"] == {"name": "members_member"}


@pytest.mark.parametrize(
    ("name", "class_uid", "activity", "outcome", "status"),
    [
        ("accounts.sign_in.succeeded", 3002, "Logon", "success", "Success"),
        ("accounts.sign_in.failed", 3002, "Logon", "failure", "Failure"),
        ("accounts.sign_in.refused", 3002, "Logon", "refused", "Failure"),
        ("accounts.sign_in.locked", 3002, "locked", "refused", "Failure"),
        ("accounts.session.timed_out", 3002, "Logoff", "success", "Success"),
        ("accounts.step_up.passed", 3002, "passed", "success", "Success"),
        ("members.member.enrolled", 6003, "Create", "success", "Success"),
        ("ledger.entries.searched", 6003, "Read", "success", "Success"),
        ("members.member.moved", 6003, "Update", "success", "Success"),
        ("access.grant.ended", 6003, "Delete", "success", "Success"),
        ("later.thing.invented", 6003, "invented", "success", "Success"),
    ],
)
def test_class_and_activity_follow_from_the_name(name, class_uid, activity, outcome, status):
    event = event_of(told(event=name, outcome=outcome, elements=()), SOURCE)
    check_ocsf(event)
    assert (event["class_uid"], event["activity_name"], event["status"]) == (
        class_uid,
        activity,
        status,
    )


def test_an_api_call_names_the_members_it_concerned():
    event = event_of(told(event="members.member.moved", elements=()), SOURCE)
    assert event["resources"] == [{"uid": str(MEMBER), "type": "member"}]
    assert event["api"]["operation"] == "members.member.moved"


@pytest.mark.parametrize(
    "kind", ["staff", "member", "assistant", "worker", "operator", "anonymous"]
)
@pytest.mark.parametrize(
    "name", ["accounts.sign_in.failed", "members.member.moved", "access.record.appended"]
)
def test_who_has_neither_id_nor_address_nor_session_fits_the_schema(kind, name):
    nobody = told(event=name, actor_kind=kind, actor_id=None, address="", session=None, grants=())
    for entry in (nobody, replace(nobody, elements=())):
        check_ocsf(event_of(entry, SOURCE))


def test_every_event_of_the_product_fits_the_schema():
    found = every_event()
    assert len(found) > 80
    for event in found:
        entry = told(event=event.name, meaning=event.meaning, outcome=event.outcome, elements=())
        check_ocsf(event_of(entry, SOURCE))


@given(hostile_entries, hostile_sources)
def test_whatever_is_in_it_stays_one_line_and_fits_the_schema(entry, source):
    line = formatted(entry, source)
    assert all(0x20 <= octet < 0x7F for octet in line)
    event = json.loads(line)
    check_ocsf(event)
    assert event["metadata"]["uid"] == str(entry.id)
    assert event["metadata"]["sequence"] == entry.position
    assert event["unmapped"]["members"] == list(map(str, entry.members))


def test_details_of_60_kb_are_kept_whole():
    details = {"grants": [str(UUID(int=number)) for number in range(1_500)]}
    event = json.loads(formatted(told(details=details), SOURCE))
    check_ocsf(event)
    assert event["unmapped"]["details"] == details
