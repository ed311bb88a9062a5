"""The same finding again updates and does not double; only a person closes one."""

from datetime import timedelta

import pytest

from chaperone.organizations.actions import change_setting
from chaperone.risks.findings.actions.closing import close_finding
from chaperone.risks.findings.actions.exceptions import ask_exception, decide_exception
from chaperone.risks.findings.actions.importing import (
    discard_import,
    import_findings,
    upload_findings,
)
from chaperone.risks.findings.deadlines import DAYS
from chaperone.risks.findings.dues import dues
from chaperone.risks.findings.errors import FileRefused, NoSuchImport
from chaperone.risks.models import Finding, FindingImport, Severity
from tests.cast import inside, today_there
from tests.risks.cast import HERE, administrator, officer, stranger
from tests.risks.findings.scene import CSV, found, imported, result, row, sarif, vex

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def closed(rule, how):
    with officer.acting() as actor:
        close_finding(actor=actor, finding_id=found(rule).id, how=how, note="Looked.")


def test_each_severity_has_its_deadline() -> None:
    rows = "".join(row(each, each, each) for each in Severity.values)
    assert imported(CSV + rows)["new"] == 4
    with inside(HERE):
        days = {f.severity: (f.due_on - f.first_seen_on).days for f in Finding.objects.all()}
    assert days == {"critical": 15, "high": 30, "medium": 90, "low": 180}


def test_a_changed_deadline_holds_for_what_is_reported_from_then_on() -> None:
    imported(CSV + row("1"))
    with officer.acting() as actor:
        change_setting(actor=actor, setting=DAYS[Severity.HIGH], value=7, reason="Less time.")
    imported(CSV + row("1") + row("2"))
    with inside(HERE):
        days = [(f.due_on - f.first_seen_on).days for f in Finding.objects.order_by("rule")]
    assert days == [30, 7]


def test_what_is_reported_again_is_one_finding() -> None:
    imported(CSV + row("1") + row("2"))
    again = imported(CSV + row("2") + row("1"))
    assert (again["new"], again["same"], again["gone"]) == (0, 2, 0)
    with inside(HERE):
        assert Finding.objects.count() == 2


def test_what_is_worse_now_is_due_sooner_and_counts_from_the_first_day() -> None:
    imported(CSV + row("1", "low"))
    assert imported(CSV + row("1", "critical"))["changed"] == 1
    after = found()
    assert (after.severity, after.due_on) == ("critical", after.first_seen_on + timedelta(15))


def test_what_a_whole_scan_does_not_list_is_gone_and_not_closed() -> None:
    imported(CSV + row("1") + row("2"))
    assert imported(CSV + row("2"))["gone"] == 1
    assert found("CVE-2026-1").state == Finding.State.GONE
    assert found("CVE-2026-2").state == Finding.State.OPEN


def test_a_part_and_another_scan_let_the_rest_be() -> None:
    imported(CSV + row("1"))
    assert imported(CSV + row("2"), whole=False)["gone"] == 0
    assert imported(CSV + row("3"), source="Penetration test")["gone"] == 0
    assert found("CVE-2026-1").state == Finding.State.OPEN


def test_what_was_gone_and_is_back_keeps_its_deadline() -> None:
    imported(CSV + row("1"))
    due = found().due_on
    imported(CSV + row("2"))
    assert imported(CSV + row("1") + row("2"))["reopened"] == 1
    back = found("CVE-2026-1")
    assert (back.state, back.due_on) == (Finding.State.OPEN, due)


def test_what_was_mended_and_is_back_is_opened_again() -> None:
    imported(CSV + row("1"))
    closed("CVE-2026-1", Finding.How.MENDED)
    assert imported(CSV + row("1"))["reopened"] == 1
    back = found()
    assert (back.state, back.closed_by, back.closed_how) == (Finding.State.OPEN, None, "")


@pytest.mark.parametrize("how", [Finding.How.NOT_AFFECTED, Finding.How.MISTAKEN])
def test_what_a_person_found_harmless_stays_closed(how: str) -> None:
    imported(CSV + row("1"))
    closed("CVE-2026-1", how)
    assert imported(CSV + row("1"))["left"] == 1
    assert found().state == Finding.State.CLOSED


def test_what_its_source_excuses_waits_for_a_person() -> None:
    weak = {"id": "CVE-2026-1", "affects": [{"ref": "lib"}]}
    excused = {**weak, "analysis": {"state": "not_affected", "detail": "Never called."}}
    imported(vex(weak))
    assert imported(vex(excused))["dismissed"] == 1
    after = found()
    assert (after.state, after.dismissed) == (Finding.State.GONE, "not affected: Never called.")
    assert imported(vex(weak))["reopened"] == 1
    assert imported(vex({**excused, "id": "CVE-2026-2"}), whole=False)["new"] == 1
    assert found("CVE-2026-2").state == Finding.State.GONE


def test_nothing_happens_before_it_is_confirmed_and_it_happens_once() -> None:
    with officer.acting() as actor:
        kept = upload_findings(
            actor=actor, source="x", whole=True, name="scan", content=(CSV + row("1")).encode()
        )
        assert Finding.objects.count() == 0
        import_findings(actor=actor, import_id=kept.id)
        with pytest.raises(NoSuchImport):
            import_findings(actor=actor, import_id=kept.id)
        with pytest.raises(NoSuchImport):
            discard_import(actor=actor, import_id=kept.id)
        assert Finding.objects.count() == 1
        kept.refresh_from_db()
    assert (kept.state, kept.reported) == (FindingImport.State.DONE, [])


def test_a_discarded_file_changes_nothing() -> None:
    with officer.acting() as actor:
        kept = upload_findings(
            actor=actor, source="x", whole=True, name="scan", content=(CSV + row("1")).encode()
        )
        discard_import(actor=actor, import_id=kept.id)
        with pytest.raises(NoSuchImport):
            import_findings(actor=actor, import_id=kept.id)
        assert Finding.objects.count() == 0


def test_nobody_takes_in_a_file_of_another_organization() -> None:
    with officer.acting() as actor:
        kept = upload_findings(
            actor=actor, source="x", whole=True, name="scan", content=(CSV + row("1")).encode()
        )
    with stranger.acting() as actor, pytest.raises(NoSuchImport):
        import_findings(actor=actor, import_id=kept.id)


def test_a_bad_file_leaves_nothing() -> None:
    with officer.acting() as actor, pytest.raises(FileRefused, match="Line 3, Severity"):
        upload_findings(
            actor=actor,
            source="x",
            whole=True,
            name="scan",
            content=(CSV + row("1") + row("2", "awful")).encode(),
        )
    with inside(HERE):
        assert FindingImport.objects.count() == 0


def test_a_scan_of_many_is_taken_in_with_few_queries(django_assert_max_num_queries) -> None:
    first = sarif(*(result(f"L{n:03}") for n in range(60)))
    imported(first)
    with officer.acting() as actor:
        kept = upload_findings(
            actor=actor, source="Container image, weekly", whole=True, name="scan", content=first
        )
        # Nothing changed: no entry for each, and two statements for all of them.
        with django_assert_max_num_queries(20):
            counts = import_findings(actor=actor, import_id=kept.id)
    assert counts["same"] == 60
    assert found("L001").last_seen_on == today_there()


def test_what_falls_due_is_added_up_and_tells_nobody_what_is_weak() -> None:
    imported(CSV + row("1", "critical") + row("2", "critical") + row("3", "low"))
    with inside(HERE):
        day = Finding.objects.filter(severity="critical").latest("id").due_on
        assert list(dues(HERE, day - timedelta(days=1))) == []
        (due,) = dues(HERE, day)
        assert (due.due_on, due.what) == (day, "Mend 2 findings of severity critical")
    closed("CVE-2026-1", Finding.How.MENDED)
    with officer.acting() as actor:
        asked = ask_exception(
            actor=actor,
            finding_id=found("CVE-2026-2").id,
            reason="Late.",
            safeguards="None.",
            until=day + timedelta(days=9),
        )
    with administrator.acting() as actor:
        decide_exception(actor=actor, exception_id=asked.id, approve=True, note="Yes.")
    with inside(HERE):
        assert list(dues(HERE, day)) == []
        (due,) = dues(HERE, day + timedelta(days=9))
    assert due.due_on == day + timedelta(days=9)
