"""From an empty draft to an acknowledged policy through the pages, and what they refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chaperone.policies.models import Policy, Version
from tests.cast import LAKESIDE, Person, grace, ines, inside, maria, samuel
from tests.policies.scene import (
    TEXT,
    acknowledged,
    approved,
    draft,
    found,
    in_review,
    next_draft,
    published,
    today,
)
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
GOOD = {
    "title": "Locked screens",
    "kind": "policy",
    "change": "It was missing.",
    "text": TEXT,
    "mandatory": "on",
    "citations": "164.310(b), 164.310(c)",
    "review_months": "12",
}


def url(name: str, **arguments: Any) -> str:
    return reverse(f"policies:{name}", kwargs=arguments)


def get(person: Person, name: str, data: Any = None, **arguments: Any) -> HttpResponse:
    return person.client().get(url(name, **arguments), data, secure=True)


def post(person: Person, name: str, data: Any = None, **arguments: Any) -> HttpResponse:
    return person.client().post(url(name, **arguments), data or {}, secure=True)


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_from_a_draft_to_an_acknowledged_policy() -> None:
    assert post(grace, "add", GOOD).status_code == 302
    with inside(LAKESIDE):
        version = Version.objects.get(title="Locked screens")
    page = {"policy_id": version.policy_id}
    assert "Send to review" in text(get(grace, "policy", **page))
    post(grace, "submit", version_id=version.id)
    assert get(grace, "decide", version_id=version.id).status_code == 404
    shown = get(samuel, "decide", version_id=version.id)
    assert "Grace Lin" in text(shown)
    decision = {"decision": "approve", "sha256": version.sha256}
    assert post(samuel, "decide", decision, version_id=version.id).status_code == 302
    day = {"effective_on": today().isoformat()}
    assert post(grace, "publish", day, version_id=version.id).status_code == 302
    mine = text(get(maria, "mine"))
    assert "Locked screens" in mine
    assert "Without these you see no members" in mine
    read = text(get(maria, "read", version_id=version.id))
    assert "nothing in the system answers to tests.idle" in read
    sent = post(maria, "acknowledge", {"sha256": version.sha256}, version_id=version.id)
    assert sent.status_code == 302
    shown = text(get(samuel, "policy", **page))
    for said in ("by 1 of 5 people", "Samuel Brandt", version.sha256, "was approved"):
        assert said in shown
    assert "Maria Alvarez" not in text(get(ines, "overdue"))
    assert "Daniel Osei" in text(get(ines, "overdue"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "…"},
        {"title": "x" * 121},
        {"text": ""},
        {"text": "x" * 60_001},
        {"text": "[enforced](x)"},
        {"text": "a\0b"},
        {"kind": "rule"},
        {"change": ""},
        {"citations": "HIPAA"},
        {"review_months": "0"},
        {"review_months": "often"},
        {"title": ["A", "B"]},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_nothing_is_kept(wrong: dict[str, Any]) -> None:
    with inside(LAKESIDE):
        before = Policy.objects.count()
    answer = post(grace, "add", GOOD | wrong)
    assert answer.status_code == 400
    assert 'class="wrong"' in text(answer) or 'role="alert"' in text(answer)
    with inside(LAKESIDE):
        assert Policy.objects.count() == before


def test_two_who_write_do_not_undo_one_another() -> None:
    version = draft()
    page = {"policy_id": version.policy_id}
    changed = GOOD | {"sha256": version.sha256, "text": "First."}
    assert post(grace, "draft", changed, **page).status_code == 302
    late = post(samuel, "draft", changed | {"text": "Second."}, **page)
    assert late.status_code == 400
    assert "changed since you opened it" in text(late)
    assert "Second." in text(late)
    assert found(version.id).text == "First.\n"


def test_who_proved_no_factor_lately_is_asked_before_the_decision() -> None:
    version = in_review()
    client = samuel.client()
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= timedelta(hours=1).total_seconds()
    session.save()
    answer = client.get(url("decide", version_id=version.id), secure=True)
    assert answer.status_code == 302
    assert "/accounts/" in answer["Location"]


def test_sending_back_asks_why_and_a_stale_page_decides_nothing() -> None:
    version = in_review()
    stale = {"decision": "approve", "sha256": "0" * 64}
    assert post(samuel, "decide", stale, version_id=version.id).status_code == 400
    silent = {"decision": "return", "sha256": version.sha256}
    answer = post(samuel, "decide", silent, version_id=version.id)
    assert "Say what is to be changed" in text(answer)
    said = silent | {"reason": "Say who locks it."}
    assert post(samuel, "decide", said, version_id=version.id).status_code == 302
    assert "Say who locks it." in text(get(grace, "policy", policy_id=version.policy_id))


def test_two_versions_side_by_side() -> None:
    version = published()
    following = next_draft(version, text=TEXT.replace("15", "20"), public=True)
    page = {"policy_id": version.policy_id}
    shown = text(get(ines, "compare", **page))
    assert "removed: </span>15</del>" in shown
    assert "added: </span>20</ins>" in shown
    assert "Public" in shown
    numbers = {"before": str(following.number), "after": str(following.number)}
    assert "word for word" in text(get(ines, "compare", numbers, **page))
    assert get(ines, "compare", {"before": "1", "after": "99"}, **page).status_code == 404


def test_the_starter_set_is_adopted_one_or_all() -> None:
    assert "You have adopted all of them" in text(get(grace, "starters"))
    assert post(grace, "adopt", {"starter": "no-such-text"}).status_code == 404
    assert post(grace, "adopt").status_code == 302


def test_reviewed_and_retired() -> None:
    version = published()
    page = {"policy_id": version.policy_id}
    assert post(grace, "review", {"note": ""}, **page).status_code == 400
    assert post(grace, "review", {"note": "Still so."}, **page).status_code == 302
    assert get(grace, "retire", **page).status_code == 404
    assert post(samuel, "retire", {"reason": "Merged."}, **page).status_code == 302
    shown = text(get(samuel, "policy", **page))
    assert "Retired on" in shown
    assert "Still so." in shown


def test_a_day_that_has_passed_is_refused_with_a_sentence() -> None:
    version = approved()
    for day in ("2020-01-01", "soon", "9999-12-31"):
        answer = post(grace, "publish", {"effective_on": day}, version_id=version.id)
        assert answer.status_code == 400
    assert found(version.id).state == "approved"


def test_a_draft_is_read_by_nobody_but_who_writes() -> None:
    version = draft()
    for name in ("read", "pdf"):
        assert get(maria, name, version_id=version.id).status_code == 404
    assert get(maria, "policy", policy_id=version.policy_id).status_code == 404
    assert post(maria, "acknowledge", {}, version_id=version.id).status_code == 404


def test_a_policy_as_pdf() -> None:
    version = published()
    answer = get(maria, "pdf", version_id=version.id)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_anybody_reads_what_is_public_and_no_staff_name() -> None:
    published(draft(maria, public=True, title="Our promise"))
    published(draft(title="Not for everybody"))
    client = Client()
    index = client.get("/policies/public/lakeside/", secure=True)
    assert "Our promise" in text(index)
    assert "Not for everybody" not in text(index)
    page = client.get("/policies/public/lakeside/our-promise/", secure=True)
    assert "Screens are locked" in text(page)
    # The designated official is the one person whom it names.
    assert "privacy@lakeside.example" in text(page)
    for hidden in ("Maria Alvarez", "Samuel Brandt", "tests.idle", "enforced"):
        assert hidden not in text(page)
    assert page["Cache-Control"] == "public, max-age=300"
    again = {"If-None-Match": page["ETag"]}
    assert client.get(page.request["PATH_INFO"], headers=again, secure=True).status_code == 304
    signed_in = maria.client().get("/policies/public/lakeside/our-promise/", secure=True)
    assert "Maria" not in text(signed_in)
    assert signed_in["Cache-Control"] == "no-store"
    for gone in ("lakeside/not-for-everybody", "harbor", "no-such", "lakeside/no-such"):
        assert client.get(f"/policies/public/{gone}/", secure=True).status_code == 404


def test_what_was_public_is_so_no_more_when_the_next_version_is_not() -> None:
    version = published(draft(public=True, title="Our promise"))
    published(next_draft(version, title="Our promise", public=False))
    answer = Client().get("/policies/public/lakeside/our-promise/", secure=True)
    assert answer.status_code == 404


def test_lists_take_as_many_queries_however_long_they_are() -> None:
    officer, coach = samuel.client(), maria.client()
    addresses = [(officer, url("register")), (officer, url("overdue")), (coach, url("mine"))]
    published()
    before = [queries(client, address) for client, address in addresses]
    for number in range(4):
        acknowledged(published(draft(title=f"Another {number}")), maria)
    assert [queries(client, address) for client, address in addresses] == before
