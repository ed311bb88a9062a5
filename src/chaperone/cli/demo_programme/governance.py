"""Lakeside's findings, evaluations, decisions, releases and records of processing.

Some in time, some late, some with more time, some that wait for a second person.
"""

import json
from datetime import timedelta

from chaperone.access.actors import Staff
from chaperone.cli.demo_programme import Scene
from chaperone.organizations.actions import change_setting
from chaperone.risks.changes.actions import decide_release, record_release
from chaperone.risks.changes.running import running_version
from chaperone.risks.evaluations.actions import conclude_evaluation, plan_evaluation
from chaperone.risks.findings.actions.closing import assign_finding, close_finding
from chaperone.risks.findings.actions.exceptions import ask_exception, decide_exception
from chaperone.risks.findings.actions.importing import import_findings, upload_findings
from chaperone.risks.models import (
    Evaluation,
    Finding,
    ProcessingActivity,
    SpecificationDecision,
)
from chaperone.risks.processing.actions import judge_need, record_proposals, write_assessment
from chaperone.risks.processing.settings import GDPR
from chaperone.risks.specifications.actions import sign_decisions, write_proposals
from chaperone.risks.specifications.queries import drafts_of

_OFFICER, _ADMINISTRATOR = "samuel.brandt@lakeside.example", "grace.lin@lakeside.example"
_SCAN = "Servers, weekly"
# Rule, title, severity, place, how many days ago it was first seen.
_FOUND = (
    ("DEMO-101", "The TLS library reads beyond a message's end", "critical", "libtls 3.0.1", 22),
    ("DEMO-102", "The proxy offers a weak cipher", "high", "proxy:443", 12),
    ("DEMO-103", "The base image is half a year old", "medium", "image web:12", 100),
    ("DEMO-104", "A header tells the version", "low", "proxy:443", 3),
    ("DEMO-105", "A debug page answers on the staging host", "medium", "staging:8080", 30),
)
_WAY_BACK = "Stop, install the version before, and restore the backup of the same night."


def seed(scene: Scene) -> None:
    """Fills all of it. In the caller's transaction."""
    officer = scene.actor(_OFFICER)
    _evaluations(officer, scene)
    _findings(scene)
    _specifications(scene)
    _releases(scene)
    _processing(scene)


def _evaluations(officer: Staff, scene: Scene) -> None:
    last = scene.today - timedelta(days=380)
    yearly = plan_evaluation(
        actor=officer,
        kind=Evaluation.Kind.YEARLY,
        nature=Evaluation.Nature.BOTH,
        title="All of 2025",
        scope="Policies, training, access, risks, vendors, sites; and the platform itself.",
        performed_by="Samuel Brandt",
        planned_on=last,
        repeat_months=12,
        owner_id=officer.user_id,
    )
    conclude_evaluation(
        actor=officer,
        evaluation_id=yearly.id,
        done_on=last,
        performed_by="Samuel Brandt and an outside adviser",
        result="The programme fits. Two open points: backups are not drilled; one officer is few.",
    )
    plan_evaluation(
        actor=officer,
        kind=Evaluation.Kind.PENETRATION_TEST,
        nature=Evaluation.Nature.TECHNICAL,
        title="Penetration test of the portal",
        scope="The portal and the ways in for text messages.",
        performed_by="Red Lantern Testing",
        planned_on=scene.today + timedelta(days=25),
        repeat_months=12,
        owner_id=officer.user_id,
    )


def _findings(scene: Scene) -> None:
    officer = scene.actor(_OFFICER)
    kept = upload_findings(
        actor=officer, source=_SCAN, whole=True, name="servers.sarif", content=_scan()
    )
    import_findings(actor=officer, import_id=kept.id)
    rows = Finding.objects.filter(organization_id=scene.organization_id, source=_SCAN)
    found = {row.rule: row for row in rows}
    for rule, _, _, _, days in _FOUND:
        # As the days that went by since would have brought it.
        row, ago = found[rule], timedelta(days=days)
        row.first_seen_on, row.due_on = row.first_seen_on - ago, row.due_on - ago
        row.save(update_fields=["first_seen_on", "due_on"])
    assign_finding(actor=officer, finding_id=found["DEMO-101"].id, owner_id=officer.user_id)
    close_finding(
        actor=officer, finding_id=found["DEMO-105"].id, how=Finding.How.MENDED, note="Taken away."
    )
    asked = ask_exception(
        actor=officer,
        finding_id=found["DEMO-103"].id,
        reason="The next image comes with the next release.",
        safeguards="The container has no way out but to the database.",
        until=scene.today + timedelta(days=30),
    )
    decide_exception(
        actor=scene.actor(_ADMINISTRATOR), exception_id=asked.id, approve=True, note="Bearable."
    )
    ask_exception(
        actor=scene.actor(_OFFICER),
        finding_id=found["DEMO-102"].id,
        reason="One old telephone of a coach needs it.",
        safeguards="The telephone is replaced next month.",
        until=scene.today + timedelta(days=45),
    )


def _scan() -> bytes:
    """A file of SARIF 2.1.0, as a scanner would write it."""
    scores = {"critical": "9.8", "high": "7.5", "medium": "5.3", "low": "2.1"}
    rules = [
        {
            "id": rule,
            "shortDescription": {"text": title},
            "properties": {"security-severity": scores[severity]},
        }
        for rule, title, severity, _, _ in _FOUND
    ]
    results = [
        {
            "ruleId": rule,
            "message": {"text": f"{title}."},
            "locations": [{"logicalLocations": [{"name": place}]}],
        }
        for rule, title, _, place, _ in _FOUND
    ]
    driver = {"name": "Example scanner", "rules": rules}
    run = {"tool": {"driver": driver}, "results": results}
    return json.dumps({"version": "2.1.0", "runs": [run]}).encode()


def _specifications(scene: Scene) -> None:
    """All but three are signed; one of them is to be reviewed."""
    officer = scene.actor(_OFFICER)
    write_proposals(actor=officer)
    chosen = [draft.id for draft in drafts_of(officer)][3:]
    sign_decisions(actor=officer, decision_ids=chosen, factor="totp")
    SpecificationDecision.objects.filter(id=chosen[0]).update(
        review_on=scene.today - timedelta(days=6)
    )


def _releases(scene: Scene) -> None:
    version = running_version()
    release = record_release(
        actor=scene.actor(_OFFICER),
        version=version,
        changes="The first release for members: texts, the portal, and the record of who looked.",
        ephi="Names, telephone numbers, birth dates and messages are stored sealed.",
        risk="medium",
        risks="A new platform has faults that nobody has met; coaches watch each answer at first.",
        tests="The whole suite, a week with synthetic members, and a rehearsal of the way back.",
        way_back=_WAY_BACK,
    )
    decide_release(
        actor=scene.actor(_ADMINISTRATOR),
        release_id=release.id,
        approve=True,
        note="Read, and tried on the copy.",
    )
    record_release(
        actor=scene.actor(_OFFICER),
        version=f"{version}.1-next",
        changes="Policies, training, vendors and risks have registers; a calendar of what is due.",
        ephi="None is newly stored.",
        risk="low",
        risks="A wrong clearance would keep coaches out; emergency access stays open.",
        tests="The whole suite.",
        way_back=_WAY_BACK,
    )


def _processing(scene: Scene) -> None:
    officer = scene.actor(_OFFICER)
    reason = "Some members live in Spain for half of the year."
    change_setting(actor=officer, setting=GDPR, value=True, reason=reason)
    record_proposals(actor=officer)
    care = ProcessingActivity.objects.get(
        organization_id=scene.organization_id, source="treatment"
    ).id
    judge_need(actor=officer, activity_id=care, criteria=["sensitive", "vulnerable", "innovative"])
    write_assessment(
        actor=officer,
        activity_id=care,
        description="Members text; rules look for emergencies; an assistant answers.",
        necessity="Members asked for texts; less data would not let a coach help.",
        risks="Others could read a text on the way; an answer could be wrong; a member could feel"
        " watched.",
        measures="Sealed texts, roles by purpose, a record of each opening, a coach who watches.",
        advice="",
    )
