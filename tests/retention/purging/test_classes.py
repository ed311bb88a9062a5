"""Every class that the daily run purges: what is old goes, as the worker, and what stays stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from chaperone.accounts.models import Session
from chaperone.carriers.models import Inbound, UnknownText
from chaperone.conversations.models import Conversation, Delivery, Draft, Message, Turn
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.database.partitions import monthly
from chaperone.facilities.models import CopyRequest, CopyUse
from chaperone.policies.models import Policy, Version
from chaperone.retention.classes import Rows, registered
from chaperone.retention.holds.actions import place_hold
from chaperone.retention.models import Run
from chaperone.retention.purging.actions import begin_daily
from chaperone.retention.purging.queries import what_is_due
from tests.cast import LAKESIDE, grace, inside, kristopher, maria, samuel, today_there, ursula
from tests.retention.purging.scene import asked_run, certificate, id_at, purged_of, to_the_end

pytestmark = pytest.mark.usefixtures("committed")
YEARS = 366


def purged(as_login, name):
    run_id = asked_run()
    with as_login("worker"):
        to_the_end()
    return purged_of(certificate(run_id), name)


def make_months(as_login, table, days):
    """The month of so many days ago, which an installation of that age would have."""
    first = (datetime.now(UTC) - timedelta(days=days)).date().replace(day=1)
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute(monthly(table, "id", first, 1))


def old_text(texter, days, *, said=True):
    """A message of so many days ago, with its turn or delivery."""
    with inside(LAKESIDE):
        member = texter.member
        now = {"id": id_at(days), "organization_id": LAKESIDE, "member": member}
        message = Message(**now, direction="inbound", author="member", body="What is A1C?")
        message.save(force_insert=True)
        if said:
            Turn(**now, state="answered", triage="routine").save(force_insert=True)
            Delivery(**now, kind="answer", state="delivered").save(force_insert=True)
        Conversation.objects.update_or_create(
            member=member,
            defaults={
                "organization_id": LAKESIDE,
                "last_message_id": message.id,
                "last_author": "member",
            },
        )
        return message.id


def left(model):
    with inside(LAKESIDE):
        return set(model.objects.values_list("id", flat=True))


def test_messages_go_with_what_hangs_off_them_and_held_members_keep_theirs(as_login):
    days = 11 * YEARS
    make_months(as_login, "conversations_message", days)
    with as_login("worker"):
        gone, kept = old_text(ursula, days), old_text(kristopher, days)
    with samuel.acting() as actor, inside(LAKESIDE):
        member_id = kristopher.member.id
    with samuel.acting() as actor:
        place_hold(actor=actor, ground="complaint", matter="1", member_id=member_id)
    assert purged(as_login, "conversations.messages") == 1
    for model in (Message, Turn, Delivery):
        assert gone not in left(model)
        assert kept in left(model)
    with inside(LAKESIDE):
        assert Conversation.objects.get(member=ursula.member).last_message_id is None
    # What is left can still be looked at.
    page = maria.client().get("/inbox/", secure=True)
    assert page.status_code == 200


def test_a_young_message_is_deleted_by_nobody(as_login):
    with as_login("worker"):
        message = old_text(ursula, 1, said=False)
    for login in ("worker", "owner"):
        with (
            as_login(login),
            pytest.raises(DatabaseError, match="never changed"),
            inside(LAKESIDE),
            connection.cursor() as cursor,
        ):
            cursor.execute("delete from conversations_message where id = %s", [message])


def test_drafts_unknown_texts_and_arrivals(as_login):
    days = 500
    at = timezone.now() - timedelta(days=days)
    with as_login("worker"), inside(LAKESIDE):
        for state, decided in (("discarded", at), ("open", None)):
            Draft(
                id=id_at(days),
                organization_id=LAKESIDE,
                member=ursula.member,
                answers=new_id(),
                body="Take care.",
                state=state,
                decided_at=decided,
            ).save(force_insert=True)
    with inside(LAKESIDE):
        UnknownText(
            id=id_at(days),
            organization_id=LAKESIDE,
            carrier="handset",
            sender="+16175550177",
            body="Hello?",
            received_at=at,
        ).save(force_insert=True)
        Inbound.objects.create(
            id=id_at(days),
            organization_id=LAKESIDE,
            carrier="handset",
            carrier_message_id="old",
            received_at=at,
        )
    run_id = asked_run()
    with as_login("worker"):
        to_the_end()
    said = certificate(run_id)
    for name in ("conversations.drafts", "carriers.unknown_texts", "carriers.arrivals"):
        assert purged_of(said, name) == 1, name
    with inside(LAKESIDE):
        assert Draft.objects.get().state == "open"
        assert not UnknownText.objects.exists()


def test_requests_to_copy_six_years_after_they_were_over_with_their_uses(as_login):
    def asked(days):
        over = timezone.now() - timedelta(days=days)
        with inside(LAKESIDE):
            row = CopyRequest(
                id=id_at(days + 1),
                organization_id=LAKESIDE,
                asked_by=maria.user.id,
                elements=["name"],
                reason="To move.",
                destination="A drive.",
                ends_at=over,
            )
            row.save(force_insert=True)
            CopyUse.objects.create(
                organization_id=LAKESIDE,
                request=row,
                export="tests",
                actor_kind="staff",
                used_by=maria.user.id,
                once=True,
            )
        return row.id

    gone, kept = asked(2200), asked(2100)
    with as_login("worker"), inside(LAKESIDE):
        young = CopyRequest.objects.filter(id=kept)
        assert (young.update(note=None), young._raw_delete("default")) == (0, 0)
    with as_login("worker"), inside(LAKESIDE), pytest.raises(DatabaseError, match="row-level"):
        CopyRequest.objects.filter(id=gone).update(note=None)
    assert purged(as_login, "facilities.copies") == 1
    assert kept in left(CopyRequest)
    assert gone not in left(CopyRequest)
    with inside(LAKESIDE):
        assert {each.request_id for each in CopyUse.objects.all()} == {kept}


def test_sessions_that_ended(as_login):
    client = grace.client()
    with as_login("owner"), inside(LAKESIDE):
        mine = Session.objects.filter(user=grace.user).order_by("-id").first()
        old = timezone.now() - timedelta(days=400)
        Session(
            id=id_at(400),
            key="old",
            user=mine.user,
            organization_id=LAKESIDE,
            signed_in_at=old,
            last_seen_at=old,
            address="192.0.2.1",
            user_agent="tests",
            ended_at=old,
        ).save(force_insert=True)
    assert purged(as_login, "accounts.sessions") == 1
    assert client.get("/retention/", secure=True).status_code == 200


def test_versions_of_policies_six_years_after_they_were_last_in_effect(as_login):
    def version(policy, number, effective, **values):
        return Version(
            id=id_at(9 * YEARS),
            organization_id=LAKESIDE,
            policy=policy,
            number=number,
            title="Old",
            text="Old",
            mandatory=False,
            public=False,
            review_months=12,
            change="New",
            claims={},
            sha256="0" * 64,
            state="published",
            authors=[new_id()],
            decided_by=new_id(),
            decided_at=timezone.now(),
            published_by=new_id(),
            published_at=timezone.now(),
            effective_on=today_there() - timedelta(days=effective),
            **values,
        )

    with as_login("owner"), inside(LAKESIDE):
        policy = Policy(
            organization_id=LAKESIDE, name="old-one", kind="security", created_by=new_id()
        )
        policy.kind = Policy._meta.get_field("kind").choices[0][0]
        policy.save(force_insert=True)
        # The first was replaced seven years ago, the second five.
        Version.objects.bulk_create(
            version(policy, number, effective)
            for number, effective in ((1, 8 * YEARS), (2, 7 * YEARS), (3, 5 * YEARS))
        )
    assert purged(as_login, "policies.versions") == 1
    with inside(LAKESIDE):
        assert set(policy.versions.values_list("number", flat=True)) == {2, 3}


def test_jobs_and_whole_months_of_the_request_log_go_for_all(as_login):
    make_months(as_login, "requestlog_request", 7 * YEARS)
    name = f"requestlog_request_{datetime.now(UTC) - timedelta(days=7 * YEARS):%Y_%m}"
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute(
            f"insert into {name} values (%s, %s, null, 'x', 200, 'x', 'x')",
            [id_at(7 * YEARS), LAKESIDE],
        )
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status)"
            " values ('q', 'old', 'todo'), ('q', 'waits', 'todo')"
        )
        for state in ("doing", "succeeded"):
            cursor.execute(
                "update procrastinate_jobs set status = %s where task_name = 'old'", [state]
            )
        cursor.execute(
            "update procrastinate_events set at = now() - interval '40 days' where job_id in"
            " (select id from procrastinate_jobs where task_name in ('old', 'waits'))"
        )
    with samuel.acting() as actor:
        hold = place_hold(
            actor=actor, ground="incident", matter="1", class_name="requestlog.requests"
        )
    with as_login("worker"):
        assert begin_daily(organization_id=PLATFORM)
        to_the_end(PLATFORM)
    with inside(PLATFORM):
        run_id = Run.objects.get(organization_id=PLATFORM).id
        steps = {step.class_name: step for step in Run.objects.get(id=run_id).steps.all()}
    assert steps["jobs.finished"].purged == 1
    request_log = steps["requestlog.requests"]
    assert (request_log.purged, request_log.held) == (0, 1)
    with as_login("owner"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'waits'")
        assert cursor.fetchone()[0] == 1
        cursor.execute(
            "update retention_hold set release_asked_by = placed_by, released_at = now(),"
            " released_by = gen_random_uuid() where id = %s",
            [hold.id],
        )
    with as_login("worker"), inside(PLATFORM):
        Run.objects.create(
            organization_id=PLATFORM,
            kind="asked",
            state="waiting",
            day=timezone.now().date(),
            now=timezone.now(),
        )
    with as_login("worker"):
        to_the_end(PLATFORM)
    with inside(PLATFORM), connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [name])
        assert cursor.fetchone()[0] is None


def test_no_month_younger_than_six_years_is_dropped(as_login):
    name = f"requestlog_request_{datetime.now(UTC):%Y_%m}"
    for wrong in (name, "vault_key", "requestlog_request"):
        with (
            as_login("worker"),
            pytest.raises(DatabaseError, match="no month of the request log that may go"),
            inside(PLATFORM),
            connection.cursor() as cursor,
        ):
            cursor.execute("select retention_drop_request_month(%s)", [wrong])


def test_what_a_page_counts_is_what_a_run_takes(as_login):
    """Web and workers may both ask every class, each with its own login."""
    names = {each.name for each in registered().values() if isinstance(each.found, Rows)}
    assert len(names) >= 7
    with inside(LAKESIDE):
        what_is_due(LAKESIDE, timezone.now() + timedelta(days=40_000), most=10)
    with as_login("worker"), inside(LAKESIDE):
        what_is_due(LAKESIDE, timezone.now() + timedelta(days=40_000), most=10)
