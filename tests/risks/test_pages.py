"""The pages, as the people of the demo meet them."""

import json
from typing import Any

import pytest
from django.urls import reverse

from chaperone.organizations.days import today_of
from chaperone.risks.models import Acceptance, Analysis, Asset, Risk
from chaperone.risks.starters import STARTERS
from tests.cast import HARBOR, LAKESIDE, Person, grace, ines, inside, maria, samuel, tom
from tests.risks.scene import DAY, LOW, a_judged_risk, a_risk, accepted, now
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
READ = ["register", "heat", "assets", "ephi", "catalogue", "penalties", "analyses"]
JUDGED = {name: str(step) for name, step in LOW.items()} | {"controls": "Wiped.", "why": "Seen."}


def page(person: Person, name: str, query: str = "", **arguments: Any) -> Any:
    address = reverse(f"risks:{name}", kwargs=arguments) + query
    return person.client().get(address, secure=True)


def send(person: Person, name: str, data: Any, **arguments: Any) -> Any:
    address = reverse(f"risks:{name}", kwargs=arguments)
    return person.client().post(address, data, secure=True)


def test_officers_and_auditors_read_and_coaches_do_not() -> None:
    for name in READ:
        assert page(samuel, name).status_code == 200
        assert page(maria, name).status_code == 404
    shown = page(ines, "register").content.decode()
    assert "Add a risk" not in shown
    risk = a_judged_risk()
    assert page(ines, "risk", risk_id=risk.id).status_code == 200
    for name in ("risk_assess", "risk_accept", "risk_close"):
        assert page(ines, name, risk_id=risk.id).status_code == 404
    # Grace accepts, and keeps no register.
    assert page(grace, "risk_assess", risk_id=risk.id).status_code == 404
    assert page(grace, "risk_accept", risk_id=risk.id).status_code == 200


def test_from_an_empty_register_by_the_starter_set_to_a_signed_analysis() -> None:
    assert "No risks yet" in page(tom, "register").content.decode()
    early = send(tom, "analysis_draw_up", {"title": "t", "scope": "s"})
    assert early.status_code == 400
    assert "nothing to report" in early.content.decode()
    assert STARTERS[0].title in page(tom, "starters").content.decode()
    assert send(tom, "starters", {"owner_id": ""}).status_code == 400
    assert send(tom, "starters", {"keys": ["no-such"], "owner_id": ""}).status_code == 400
    keys = [each.key for each in STARTERS[:2]]
    adopting = send(tom, "starters", {"keys": keys, "owner_id": str(tom.user.id)})
    assert adopting.status_code == 302
    # Sent twice, it is not there twice.
    assert send(tom, "starters", {"keys": keys, "owner_id": ""}).status_code == 400
    with inside(HARBOR):
        assert list(Risk.objects.order_by("number").values_list("starter", flat=True)) == keys
    made = send(tom, "analysis_draw_up", {"title": "First analysis", "scope": "Harbor."})
    with inside(HARBOR):
        analysis = Analysis.objects.get()
    assert made["Location"] == reverse("risks:analysis", kwargs={"analysis_id": analysis.id})
    assert "Nobody has signed it yet" in tom.client().get(made["Location"], secure=True).text
    assert send(tom, "analysis_sign", {}, analysis_id=analysis.id).status_code == 302
    again = send(tom, "analysis_sign", {}, analysis_id=analysis.id)
    assert again.status_code == 400
    assert "signed already" in again.content.decode()
    pdf = page(tom, "report_pdf", analysis_id=analysis.id)
    assert pdf.content.startswith(b"%PDF-1.7")
    said = json.loads(page(tom, "report_json", analysis_id=analysis.id).content)
    assert [each["risk"] for each in said["findings"]] == ["R-1", "R-2"]
    assert said["scope"] == "Harbor."
    assert page(samuel, "analysis", analysis_id=analysis.id).status_code == 404


def test_a_risk_is_entered_judged_treated_reviewed_and_closed() -> None:
    today = today_of_lakeside()
    entered = send(
        samuel,
        "risk_add",
        {
            "title": "The door stands open",
            "statement": "Anybody walks in.",
            "threat": "adversarial.intruder",
            "vulnerability": "",
            "citations": "164.310(a)(1), 164.310(b)",
            "owner_id": str(samuel.user.id),
            "review_on": str(today + DAY),
        },
    )
    with inside(LAKESIDE):
        risk = Risk.objects.get(title="The door stands open")
    assert entered["Location"] == reverse("risks:risk_assess", kwargs={"risk_id": risk.id})
    assert risk.citations == ["164.310(a)(1)", "164.310(b)"]
    assert "Nobody has judged it yet" in page(samuel, "risk", risk_id=risk.id).content.decode()
    worse = JUDGED | {"residual_impact": "5"}
    refused = send(samuel, "risk_assess", worse, risk_id=risk.id)
    assert refused.status_code == 400
    assert "Safeguards do not make it worse" in refused.content.decode()
    assert send(samuel, "risk_assess", JUDGED, risk_id=risk.id).status_code == 302
    plan = {
        "treatment": "reduce",
        "plan": "Close it.",
        "owner_id": str(samuel.user.id),
        "due": str(today),
    }
    assert (
        send(samuel, "risk_treat", plan | {"treatment": "accept"}, risk_id=risk.id).status_code
        == 400
    )
    assert send(samuel, "risk_treat", plan, risk_id=risk.id).status_code == 302
    done = send(samuel, "risk_treated", {"note": "Closed."}, risk_id=risk.id)
    assert done["Location"].endswith("/assess/")
    review = {"note": "Still closed.", "next_on": str(today + 30 * DAY)}
    assert send(samuel, "risk_review", review, risk_id=risk.id).status_code == 302
    assert send(samuel, "risk_close", {"reason": "Walled up."}, risk_id=risk.id).status_code == 302
    shown = page(samuel, "risk", risk_id=risk.id).content.decode()
    for said in (
        "Closed",
        "Walled up.",
        "What was planned about a risk was done.",
        "Open it again",
    ):
        assert said in shown
    assert send(samuel, "risk_review", review, risk_id=risk.id).status_code == 400


def test_it_is_accepted_by_a_colleague_who_just_proved_a_second_factor() -> None:
    risk = a_judged_risk()
    data = {"reason": "A locked room.", "until": str(today_of_lakeside() + 30 * DAY)}
    assert "a colleague must" in send(samuel, "risk_accept", data, risk_id=risk.id).content.decode()
    client = grace.client()
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 60 * 60
    session.save()
    address = reverse("risks:risk_accept", kwargs={"risk_id": risk.id})
    for asked in (client.get(address, secure=True), client.post(address, data, secure=True)):
        assert asked.status_code == 302
        assert asked["Location"].startswith("/accounts/again/code/")
    with inside(LAKESIDE):
        assert not Acceptance.objects.filter(risk=risk).exists()
    form = page(grace, "risk_accept", risk_id=risk.id).content.decode()
    assert "Likelihood low, impact moderate: level low." in form
    assert send(grace, "risk_accept", data, risk_id=risk.id).status_code == 302
    shown = page(samuel, "risk", risk_id=risk.id).content.decode()
    for said in ("Accepted", "Grace Lin", "A locked room.", "accepts the risk"):
        assert said in shown
    back = send(grace, "risk_withdraw", {"reason": "It was sold."}, risk_id=risk.id)
    assert back.status_code == 302
    assert now(risk).accepted_until is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 161},
        {"title": "a\0b"},
        {"title": ["a", "b"]},
        {"statement": "x" * 2001},
        {"threat": "no.such"},
        {"vulnerability": "no.such"},
        {"asset_ids": ["not-an-id"]},
        {"asset_ids": ["6f1f4f4e-0000-4000-8000-000000000000"]},
        {"citations": "the law"},
        {"citations": ", ".join(f"164.3{number}(a)" for number in range(10, 30))},
        {"owner_id": "6f1f4f4e-0000-4000-8000-000000000000"},
        {"review_on": "2028-02-30"},
        {"review_on": ""},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(wrong: dict[str, Any]) -> None:
    good = {"title": "T", "statement": "What may happen here.", "review_on": "2028-02-29"}
    with inside(LAKESIDE):
        before = Risk.objects.count()
    answer = send(samuel, "risk_add", good | wrong)
    assert answer.status_code == 400
    if "statement" not in wrong:
        assert "What may happen here." in answer.content.decode()
    with inside(LAKESIDE):
        assert Risk.objects.count() == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("risk_assess", JUDGED | {"inherent_impact": "6"}),
        ("risk_assess", JUDGED | {"why": ""}),
        ("risk_treat", {"treatment": "pray"}),
        ("risk_accept", {"reason": "x", "until": "soon"}),
        ("risk_accept", {"reason": "", "until": "2028-02-29"}),
        ("risk_review", {"note": "x", "next_on": "1999-01-01"}),
        ("risk_close", {"reason": "x" * 501}),
        ("risk_treated", {"note": "Nothing was planned."}),
        ("risk_reopen", {"reason": "It is open."}),
        ("risk_withdraw", {"reason": "Nobody accepted it."}),
    ],
)
def test_acts_that_cannot_be_are_refused_with_a_sentence(name: str, data: Any) -> None:
    risk = a_judged_risk()
    person = grace if name == "risk_accept" else samuel
    assert send(person, name, data, risk_id=risk.id).status_code == 400
    assert now(risk).review_on == risk.review_on


def test_the_list_is_searched_filtered_and_refuses_what_it_does_not_know() -> None:
    risk = a_judged_risk(title="A xylophone is stolen")
    accepted(risk)
    other = a_risk(title="A yacht sinks")

    def listed(query: str) -> str:
        return str(page(samuel, "register", query).content.decode())

    assert risk.title in listed("?q=xylophone")
    assert other.title not in listed("?q=xylophone")
    assert risk.title in listed("?standing=accepted")
    assert other.title in listed("?standing=unassessed")
    assert risk.title in listed("?residual=2-3")
    assert risk.title not in listed("?residual=5-5")
    assert risk.title in listed("?inherent=4-3")
    assert "No risk fits" in listed("?q=zzz")
    assert risk.title not in listed("?review=due")
    for strange in ("?standing=fine", "?level=9", "?residual=9-9", "?page=0", "?q=a&q=b"):
        assert page(samuel, "register", strange).status_code == 400


def test_each_cell_of_the_heat_map_leads_to_its_risks() -> None:
    risk = a_judged_risk(title="A xylophone is stolen")
    heat = page(samuel, "heat").content.decode()
    for which, cell in (("residual", "2-3"), ("inherent", "4-3")):
        assert f"?{which}={cell}" in heat
        assert risk.title in page(samuel, "register", f"?{which}={cell}").content.decode()


def test_an_asset_is_entered_changed_and_retired_by_people() -> None:
    data = {"kind": "paper", "name": "Forms", "holds": "yes", "criticality": "3", "owner_id": ""}
    assert send(samuel, "asset_add", data | {"kind": "castle"}).status_code == 400
    assert send(samuel, "asset_add", data).status_code == 302
    with inside(LAKESIDE):
        forms, found = Asset.objects.get(name="Forms"), Asset.objects.get(key="database")
    change = data | {"name": "Old forms"}
    assert send(samuel, "asset_change", change, asset_id=forms.id).status_code == 302
    judged = {"criticality": "5", "owner_id": str(grace.user.id), "name": "Not to be typed over"}
    assert send(samuel, "asset_change", judged, asset_id=found.id).status_code == 302
    shown = page(ines, "asset", asset_id=found.id).content.decode()
    assert "PostgreSQL" in shown
    assert "Grace Lin" in shown
    assert send(samuel, "asset_retire", {"reason": "x"}, asset_id=found.id).status_code == 400
    assert send(samuel, "asset_retire", {"reason": "x"}, asset_id=forms.id).status_code == 302
    assert "Retired" in page(samuel, "asset", asset_id=forms.id).content.decode()
    assert send(samuel, "assets_look", {}).status_code == 302
    assert page(tom, "asset", asset_id=forms.id).status_code == 404


def test_overviews_do_not_grow_with_what_is_not_shown() -> None:
    client = samuel.client()
    addresses = [reverse(f"risks:{name}") for name in ("register", "heat", "assets", "analyses")]
    before = {address: queries(client, address) for address in addresses}
    with inside(LAKESIDE):
        Risk.objects.bulk_create(
            Risk(
                organization_id=LAKESIDE,
                number=1000 + n,
                title="t",
                review_on="2028-02-29",
                owner_id=samuel.user.id,
            )
            for n in range(120)
        )
        Asset.objects.bulk_create(
            Asset(organization_id=LAKESIDE, kind="paper", name=f"a {n}") for n in range(120)
        )
    assert {address: queries(client, address) for address in addresses} == before
    assert max(before.values()) <= 22
    shown = client.get(addresses[0], secure=True).content.decode()
    assert shown.count('data-label="Risk"') == 50


def today_of_lakeside() -> Any:
    with samuel.acting() as actor:
        return today_of(actor)
