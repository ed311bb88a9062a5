"""The order of recovery and whom to call, as people meet them. At Harbor, whose table is empty."""

from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.continuity.models import CallContact, CriticalityAnalysis, System
from chaperone.continuity.recovery.actions.systems import enter_system
from chaperone.continuity.recovery.dues import dues
from chaperone.continuity.recovery.queries.systems import order_of, text_of
from chaperone.continuity.recovery.starters import all_starters
from tests.cast import inside
from tests.continuity.asking import get, post, text, url
from tests.risks.cast import HERE, THERE, auditor, coach, officer, stranger
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
SENT = {
    "name": "Telephone",
    "about": "Calls.",
    "outage_minutes": "2 hours",
    "loss_minutes": "none",
    "how": "The provider moves the number.",
    "meanwhile": "Mobile telephones.",
    "asset_id": "",
    "owner_id": "",
}
CALLED = {
    "name": "Landlord",
    "reason": "Power and doors",
    "phone": "+1 617 555 0141",
    "other": "",
    "hours": "24/7",
    "note": "",
    "place": "2",
}


def entered(person=officer, **changes):
    given = {"name": "Telephone", "outage_minutes": 120, "loss_minutes": 0}
    with person.acting() as actor:
        return enter_system(actor=actor, **given | changes)


def test_the_table_begins_with_what_the_platform_is_made_of_and_is_put_in_order():
    assert "Nobody has said yet what matters most" in text(get(auditor, "recovery:order"))
    assert post(officer, "recovery:propose").status_code == 302
    post(officer, "recovery:propose")
    with officer.acting() as actor:
        placed = order_of(actor)
    assert len(placed) == len(all_starters())
    keys = [each.system.starter for each in placed]
    assert keys.index("host") < keys.index("database") < keys.index("texts")
    assert keys[-1] == "administration"
    shown = text(get(auditor, "recovery:order"))
    assert "Not signed yet" in shown
    assert "Enter what this platform is made of" not in shown


def test_a_line_is_entered_changed_retired_and_keeps_its_history():
    first = entered(name="Network", outage_minutes=600)
    sent = SENT | {"needs": [str(first.id)]}
    assert post(officer, "recovery:add", sent).status_code == 302
    with inside(HERE):
        line = System.objects.get(name="Telephone")
    assert (line.outage_minutes, line.loss_minutes, line.needs) == (120, 0, [first.id])
    shown = text(get(auditor, "recovery:order"))
    assert shown.index("Network") < shown.index("Telephone")
    assert "back within 2 hours: “Telephone” needs it" in shown
    place = {"system_id": line.id}
    changed = sent | {"outage_minutes": "90 minutes"}
    assert post(officer, "recovery:change", changed, **place).status_code == 302
    page = text(get(auditor, "recovery:system", **place))
    for said in ("90 minutes", "Network", "What the order says of a system was changed."):
        assert said in page
    needed = post(officer, "recovery:retire", {"reason": "Sold."}, system_id=first.id)
    assert needed.status_code == 400
    assert "Telephone needs it" in text(needed)
    assert post(officer, "recovery:retire", {"reason": "Sold."}, **place).status_code == 302
    assert post(officer, "recovery:change", changed, **place).status_code == 400
    assert "Telephone" not in text(get(auditor, "recovery:order"))


def test_a_circle_is_refused_with_its_names_and_what_was_typed_stays():
    first = entered(name="Network")
    second = entered(needs=[first.id])
    sent = SENT | {"name": "Network", "needs": [str(second.id)], "meanwhile": "We wait."}
    answer = post(officer, "recovery:change", sent, system_id=first.id)
    assert answer.status_code == 400
    assert "“Network”, which needs “Telephone”, which needs “Network”" in answer.content.decode()
    assert "We wait." in text(answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"outage_minutes": "soon"},
        {"loss_minutes": ["1 day", "2 days"]},
        {"needs": ["not-an-id"]},
        {"needs": [str(uuid4())]},
        {"how": "a\0b"},
        {"owner_id": str(uuid4())},
    ],
)
def test_a_wrong_line_is_refused_and_stays_typed(wrong):
    answer = post(officer, "recovery:add", SENT | wrong)
    assert answer.status_code == 400
    assert "Mobile telephones." in text(answer)


def test_the_table_is_signed_as_it_was_read_and_is_due_in_a_year():
    entered()
    page = get(officer, "recovery:sign").content.decode()
    digest = page.split('name="digest" value="')[1][:64]
    entered(name="Network")
    late = post(officer, "recovery:sign", {"digest": digest})
    assert late.status_code == 400
    assert "was changed while you read it" in text(late)
    with officer.acting() as actor:
        now = sha256(text_of(order_of(actor)).encode()).hexdigest()
    assert post(officer, "recovery:sign", {"digest": now}).status_code == 302
    assert "Signed as it is" in text(get(auditor, "recovery:order"))
    assert "Mobile" not in text(get(auditor, "recovery:signed"))
    for said in ("1. ", "Telephone", "May be away: 2 hours", "says that this is what matters"):
        assert said in text(get(auditor, "recovery:signed"))
    with inside(HERE):
        signed = CriticalityAnalysis.objects.get()
        found = list(dues(HERE, signed.review_on))
        assert [each.due_on for each in found] == [signed.review_on]
        assert list(dues(HERE, signed.review_on.replace(year=signed.review_on.year - 1))) == []
    with officer.acting():
        refused = pytest.raises(DatabaseError, match="permission denied")
        with connection.cursor() as cursor, refused, transaction.atomic():
            cursor.execute("UPDATE continuity_criticalityanalysis SET text = 'x'")
    entered(name="Power")
    assert "Changed since it was signed" in text(get(auditor, "recovery:order"))


def test_an_empty_table_is_not_signed():
    digest = sha256(b"").hexdigest()
    answer = post(officer, "recovery:sign", {"digest": digest})
    assert answer.status_code == 400
    assert "no system in the table yet" in text(answer)
    assert post(officer, "recovery:sign", {"digest": "x"}).status_code == 400


def test_whom_to_call_is_kept_printed_and_put_away():
    assert "No print of it is known" in text(get(auditor, "recovery:contacts"))
    assert post(officer, "recovery:contact_add", CALLED).status_code == 302
    double = post(officer, "recovery:contact_add", CALLED)
    assert double.status_code == 400
    assert "in the list already" in text(double)
    unreachable = post(officer, "recovery:contact_add", CALLED | {"name": "X", "phone": ""})
    assert unreachable.status_code == 400
    assert "Write a telephone number" in text(unreachable)
    printed = get(auditor, "recovery:contacts_pdf")
    assert printed.content.startswith(b"%PDF-")
    assert "attachment" in printed.headers["Content-Disposition"]
    where = {"where": "On-call folder"}
    assert post(officer, "recovery:contacts_put_away", where).status_code == 302
    shown = text(get(auditor, "recovery:contacts"))
    assert "A print lies here:</span> On-call folder" in shown
    with inside(HERE):
        contact = CallContact.objects.get()
        soon = dues(HERE, contact.recorded_at.date().replace(year=2099))
        assert [each.key.partition(":")[0] for each in soon] == ["continuity.list"]
    place = {"contact_id": contact.id}
    changed = CALLED | {"phone": "+1 617 555 0199"}
    assert post(officer, "recovery:contact_change", changed, **place).status_code == 302
    shown = text(get(auditor, "recovery:contacts"))
    assert "The print is out of date" in shown
    assert "+1 617 555 0199" in shown
    assert post(officer, "recovery:contact_retire", **place).status_code == 302
    assert "Landlord" not in text(get(auditor, "recovery:contacts"))
    assert post(officer, "recovery:contact_retire", **place).status_code == 400


def test_who_may_what():
    own, other = entered(), entered(stranger, name="Somewhere else")
    for name in ("system", "change", "retire"):
        assert get(officer, f"recovery:{name}", system_id=other.id).status_code == 404
    for name in ("add", "sign", "contact_add", "contacts_put_away"):
        assert get(auditor, f"recovery:{name}").status_code == 404
    assert get(auditor, "recovery:change", system_id=own.id).status_code == 404
    assert get(coach, "recovery:order").status_code == 404
    assert get(coach, "recovery:contacts").status_code == 404
    needs = SENT | {"needs": [str(other.id)]}
    assert post(officer, "recovery:add", needs).status_code == 400
    with inside(THERE):
        assert not System.objects.filter(name="Telephone", organization_id=HERE).exists()


def test_the_pages_cost_the_same_for_few_and_many_and_are_taken_away():
    entered()
    client = officer.client()
    few = [queries(client, url(f"recovery:{name}")) for name in ("order", "contacts")]
    for number in range(6):
        entered(name=f"System {number}")
        called = CALLED | {"name": f"Contact {number}"}
        client.post(url("recovery:contact_add"), called, secure=True)
    assert [queries(client, url(f"recovery:{name}")) for name in ("order", "contacts")] == few
    assert few[0] <= 17
    assert few[1] <= 18
    table = client.get("/registers/recovery/export.csv", secure=True).content.decode()
    assert "System 5" in table
    assert "2 hours" in table
    assert (
        "Contact 5" in client.get("/registers/contacts/export.json", secure=True).content.decode()
    )
