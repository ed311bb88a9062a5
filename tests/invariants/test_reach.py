"""Every route by every role, for own and other care teams, own and other organizations.

The routes come from the table of addresses itself. Who gets what is compared with one table that
people can read, ``docs/security/who-reaches-what.md``; where the two differ, one of them is wrong.
"""

from difflib import unified_diff
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from chaperone.access.actions.own_roles import save_role
from chaperone.access.actions.reviews import begin_review
from chaperone.access.actors import operator
from chaperone.access.models import Grant, ReviewItem
from chaperone.accounts.models import Session
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.conversations.models import UnknownTurn
from chaperone.conversations.texts.actions import write_text
from chaperone.database.identifiers import new_id
from chaperone.duties.actions import set_away
from chaperone.ledger.queries import search
from chaperone.members.models import Upload
from chaperone.members.uploads import keep_upload
from chaperone.registers.actions.attachments import attach
from chaperone.registers.actions.importing import keep_upload as keep_sheet
from chaperone.registers.declared import Register
from chaperone.retention.holds.actions import place_hold
from chaperone.retention.periods.actions import choose_period
from chaperone.retention.purging.actions import ask_run
from chaperone.risks.actions.analyse import draw_up_analysis
from chaperone.risks.models import Asset
from chaperone.training.actions.taking import begin
from chaperone.training.models import Assignment, Certificate
from chaperone.vault import keeping
from chaperone.vault.keyring import keyring
from chaperone.workforce.actions.confidential import add_record
from chaperone.workforce.models import Line
from chaperone.workforce.models import Person as Employed
from tests.access.scene import asked, emergency, id_of, one_member, team_of
from tests.cast import (
    LAKESIDE_NUMBER,
    STRANGERS_NUMBER,
    Person,
    amara,
    daniel,
    dewey,
    grace,
    ines,
    inside,
    kristopher,
    lee,
    levi,
    maria,
    noah,
    priya,
    samuel,
    today_there,
    tom,
    ursula,
)
from tests.continuity.things import continuity_things
from tests.disclosures.departures.things import a_departure
from tests.facilities.scene import one_of_each
from tests.incidents.notifying.things import breach_things
from tests.incidents.things import incident_things
from tests.merkle.folders import entries, publish_sizes
from tests.policies.scene import draft, published
from tests.registers.scene import KIND, PDF, declare_while
from tests.retention.scene import asked as to_be_destroyed
from tests.retention.scene import ended
from tests.risks.scene import a_judged_risk
from tests.risks.things import governance_things
from tests.routes import Route, routes
from tests.vendors.scene import agreement, customers_own, shown
from tests.web.test_bad_input import undone

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

TABLE = Path(__file__).parents[2] / "docs" / "security" / "who-reaches-what.md"
WHO: dict[str, Person | None] = {
    "nobody": None,
    "coach": maria,
    "coach of another team": daniel,
    "administrator": grace,
    "security officer": samuel,
    "auditor": ines,
    "other organization: coach": priya,
    "other organization: officer": tom,
    "platform: support": noah,
    "platform: officer": amara,
}
LOOK, ACT, LED, SIGN_IN, NOTHING = "look", "act", "led on", "sign in", "–"
HEAD = """# Who reaches what

Each address of the product, asked for by each role. The addresses name things of the coach's care
team at Lakeside: a member, their conversation, the coach's account, grant and sessions, a request
of theirs. **look**: the page is shown. **act**: what is sent there is taken up (here empty forms,
mostly answered by a sentence about what is missing). **led on**: sent to another page. **sign in**:
sent there first. **–**: 404, as if there were no such address, and a refusal in the ledger where
somebody is signed in. An import is seen by the administrator who
began it; a register's own permissions decide who takes it away and fills it (here those of the
vendors' register), and so for its files; a destruction and a departure were asked for and not decided, so that there is no certificate yet and
nothing is packed; nobody
is called at the moment, so that there is no page to acknowledge.

`tests/invariants/test_reach.py` walks all of it and fails where this table says something else.
"""


PLACES = {
    "/administration/library/<str:passage_id>/": "mplus2024:6308-1",
    "/administration/library/<str:passage_id>/review/": "mplus2024:6308-1",
    "/administration/settings/<str:name>/": "accounts.idle_minutes",
    "/retention/classes/<str:name>/": "notices.notices",
    "/texts/<str:name>/<str:language>/": "emergency",
    "/incidents/<uuid:incident_id>/assessment/<slug:name>/give/": "individuals",
    "/incidents/<uuid:incident_id>/assessment/<slug:name>/done/": "individuals",
    "/administration/members/import/<uuid:upload_id>/": Upload.Kind.MEMBERS,
    "/administration/members/import/<uuid:upload_id>/discard/": Upload.Kind.MEMBERS,
}


@pytest.fixture
def things(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the addresses name, by the name of the place."""
    # On a slow machine the walk takes longer than keys are kept in memory, in one transaction.
    monkeypatch.setattr(keeping, "KEPT_SECONDS", 3600.0)
    keyring.forget()
    settings.CHAPERONE_DEMO = True
    settings.CHAPERONE_MIRRORS = [tmp_path]
    publish_sizes(tmp_path, entries(256), 256)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "000").write_bytes(b"a change of the log's key")
    maria.client()
    request = asked(maria, one_member(lee))
    # For somebody whom she reaches anyway, so that it changes nothing in the table.
    begun = emergency(maria, kristopher)
    with samuel.acting() as officer:
        review = begin_review(actor=officer)
        role = save_role(
            actor=officer, label="Dietitian", definition={"allow": ["members.read"]}, reason="New."
        )
    with grace.acting() as administrator:
        uploads = {
            kind: keep_upload(actor=administrator, kind=kind, content="Name,Phone\n").id
            for kind in Upload.Kind
        }
        text = write_text(actor=administrator, name="emergency", language="en", body="Call 911.")
        away = set_away(
            actor=administrator,
            user_id=maria.user.id,
            first_day=today_there(),
            last_day=today_there(),
        )
    destruction = to_be_destroyed(ended(levi))
    signed = agreement()
    policy = published(draft(mandatory=False, public=True))
    risk = a_judged_risk()
    incident = incident_things()
    with samuel.acting() as officer:
        analysis = draw_up_analysis(actor=officer, title="Analysis", scope="All of it.")
    with inside(ursula.organization_id):
        grant = Grant.objects.get(user=maria.user, role="coach")
        item = ReviewItem.objects.get(review=review, grant=grant)
        entry = search(operator(ursula.organization_id), limit=1).rows[0]
        session = Session.objects.get(user=maria.user)
        asset = Asset.objects.get(key="database")
    return {
        "member_id": id_of(ursula),
        "conversation_id": id_of(ursula),
        "user_id": maria.user.id,
        "care_team_id": team_of(ursula),
        "session_id": session.id,
        "grant_id": grant.id,
        "request_id": request,
        "review_id": review.id,
        "item_id": item.id,
        "emergency_id": begun.id,
        "entry_id": entry.id,
        "factor_id": Authenticator.objects.get(user=maria.user, type="totp").pk,
        "token": "a-token-that-nobody-was-sent",
        "name": role.name,
        "destruction_id": destruction,
        "text_id": text.id,
        "unknown_id": an_unknown_text(),
        "language": "en",
        "away_id": away.id,
        # Only workers make pages: who acknowledges one is in tests/conversations/paging.
        "page_id": new_id(),
        # Workers alone raise alarms and alerts, and put weeks together: who reads those is in
        # tests/detection.
        "alarm_id": new_id(),
        "alert_id": new_id(),
        "access_id": new_id(),
        "rule": "vip",
        "policy_id": policy.policy_id,
        "version_id": policy.id,
        "vendor_id": signed.vendor_id,
        "agreement_id": signed.id,
        "assurance_id": shown(signed.vendor_id),
        "customer_agreement_id": customers_own(),
        "customer_id": ursula.organization_id,
        "draft_id": new_id(),
        # Workers alone make them: who takes one is in tests/evidence.
        "package_id": new_id(),
        # Workers alone remind people.
        "reminder_id": new_id(),
        **people_things(),
        "risk_id": risk.id,
        "asset_id": asset.id,
        "analysis_id": analysis.id,
        "registers": register_things(declare_while(monkeypatch)),
        "departure_id": a_departure(),
        "part_number": 1,
        "level": "0",
        "place": "000",
        "number": "000",
        **continuity_things(),
        **incident,
        **breach_things(incident["incident_id"]),
        **governance_things(),
        **one_of_each(),
        **retention_things(),
        **uploads,
    }


def an_unknown_text() -> UUID:
    """What somebody wrote to the coach's organization from a number that nobody knows."""
    send_from_handset(
        sender=STRANGERS_NUMBER, recipient=LAKESIDE_NUMBER, body="Is this the clinic?"
    )
    with inside(ursula.organization_id):
        return UnknownTurn.objects.latest("id").id


def people_things() -> dict[str, Any]:
    """What the coach has to take, has taken and signed; a record about them; a note for all."""
    with inside(ursula.organization_id):
        person = Employed.objects.get(user=maria.user)
        open_one = Assignment.objects.get(user=maria.user, passed_at=None)
        certificate = Certificate.objects.get(user=maria.user)
        device = Line.objects.get(checklist__person=person, key="device")
    with samuel.acting() as officer:
        record = add_record(
            actor=officer,
            person_id=person.id,
            kind="sanction",
            what="Left a screen open.",
            happened_on=today_there(),
        )
    with maria.acting() as actor:
        attempt = begin(actor=actor, assignment_id=open_one.id)
    return {
        "person_id": person.id,
        "line_id": device.id,
        "record_id": record.id,
        "organization": "lakeside",
        "assignment_id": open_one.id,
        "attempt_id": attempt.id,
        "certificate_id": certificate.id,
        # Only workers send them: who reads one is in tests/training.
        "note_id": new_id(),
        "course_id": open_one.course_id,
    }


def retention_things() -> dict[str, Any]:
    """A hold, a shorter period that waits and a run that is about to begin, all the administrator's."""
    with grace.acting() as actor:
        return {
            "hold_id": place_hold(actor=actor, ground="litigation", matter="2026/7").id,
            "period_id": choose_period(
                actor=actor, class_name="notices.notices", days=365, reason="Enough."
            ).id,
            "run_id": ask_run(actor=actor).id,
        }


def register_things(register: Register) -> dict[str, Any]:
    """A register with a file to import, and a record with a file, which the officer began."""
    record = team_of(ursula)
    with samuel.acting() as officer:
        file = attach(actor=officer, record=record, name="a.pdf", content=PDF, kind=KIND)
        sheet = keep_sheet(actor=officer, register=register, text="Name\nEast\n", json=False)
    return {
        "name": register.name,
        "kind": KIND,
        "record_id": record,
        "attachment_id": file.id,
        "upload_id": sheet.id,
    }


@pytest.fixture
def strange_things() -> dict[str, Any]:
    """The like of another organization."""
    priya.client()
    with inside(dewey.organization_id):
        return {
            "member_id": dewey.member.id,
            "conversation_id": dewey.member.id,
            "care_team_id": dewey.member.care_team_id,
            "user_id": priya.user.id,
            "session_id": Session.objects.get(user=priya.user).id,
            "grant_id": Grant.objects.get(user=priya.user).id,
        }


def test_no_role_reaches_anything_of_another_organization(strange_things: dict[str, Any]) -> None:
    named = [route for route in routes() if {name for _, name in route.places} & {*strange_things}]
    named = [route for route in named if route.access not in ("public", "own account")]
    assert len(named) > 20
    others = dict.fromkeys(
        ("review_id", "item_id", "upload_id", "request_id", "draft_id"), new_id()
    )
    things = strange_things | others | {"name": "coach"}
    for person in (maria, daniel, grace, samuel, ines, noah, amara):
        client = person.client()
        for route in named:
            address = route.filled(lambda _, name, route=route: thing(things, route, name))
            assert reached(client, address) == NOTHING, (person.email, route.address)


def test_the_table_says_who_reaches_what(things: dict[str, Any]) -> None:
    walked = table(things)
    told = TABLE.read_text()
    difference = "\n".join(unified_diff(told.splitlines(), walked.splitlines(), "told", "walked"))
    assert not difference, difference


def table(things: dict[str, Any]) -> str:
    """The page as the running product would write it."""
    clients = {who: person.client() if person else Client() for who, person in WHO.items()}
    lines = [f"| address | asks for | {' | '.join(WHO)} |", "|---" * (len(WHO) + 2) + "|"]
    for route in routes():
        address = route.filled(lambda _, name, route=route: thing(things, route, name))
        cells = [reached(client, address) for client in clients.values()]
        lines.append(f"| `{route.address}` | {route.access} | {' | '.join(cells)} |")
    return HEAD + "\n" + "\n".join(lines) + "\n"


def thing(things: dict[str, Any], route: Route, name: str) -> Any:
    if route.address.startswith("/registers/"):
        return things["registers"][name]
    if route.address.startswith("/policies/public/"):
        return {"organization": "lakeside", "name": "locked-screens"}[name]
    if name == "upload_id":
        return things[PLACES.get(route.address, Upload.Kind.STAFF)]
    if name in ("incident_id", "language"):
        return things[name]
    if name == "number" and route.address.startswith("/training/"):
        return 1
    return PLACES.get(route.address) or things[name]


def reached(client: Client, address: str) -> str:
    """What somebody gets who asks for an address, and who sends an empty form there."""
    shown, taken = asked_for(client.get, address), asked_for(client.post, address)
    found = []
    if shown.status_code == 200:
        found.append(LOOK)
    elif shown.status_code in (301, 302):
        found.append(SIGN_IN if to_sign_in(shown) else LED)
    if taken.status_code not in (404, 405) and not to_sign_in(taken):
        found.append(ACT)
    return ", ".join(found) or (SIGN_IN if to_sign_in(taken) else NOTHING)


def asked_for(ask: Any, address: str) -> HttpResponse:
    cache.clear()  # allauth counts floods there
    cookies = dict(ask.__self__.cookies)
    with undone():
        response: HttpResponse = ask(address, secure=True)
    ask.__self__.cookies.clear()
    ask.__self__.cookies.update(cookies)
    assert response.status_code < 500, (address, response.status_code)
    return response


def to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/accounts/login/")
