"""A covered entity is told of a breach at its business associate, with every element (164.410)."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from chaperone.documents.blocks import Paragraph, Table
from chaperone.incidents.assessing.actions import meet_clock, record_delay
from chaperone.incidents.assessing.errors import EndsWithNotice
from chaperone.incidents.assessing.queries import clocks_of
from chaperone.incidents.models import CustomerNotice
from chaperone.incidents.notifying.actions.telling import ask_customer_files, tell_customer
from chaperone.incidents.notifying.customer import MOST_PRINTED, as_document, elements_of, later
from chaperone.incidents.notifying.errors import AskedAlready, NotAnAssociate, OnlyADrill, Waits
from chaperone.incidents.notifying.queries.customers import customer_breach
from tests.cast import maria, samuel, tom, ursula
from tests.incidents.asking import get, post, text
from tests.incidents.exposure.things import a_case, frozen, looked, member_id
from tests.incidents.notifying.things import WORDS, breach, judged

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

SENT = {
    "customer": "Lakeside Health Plan",
    "recipient": "Privacy office",
    "way": "Their portal",
    "identified": True,
}


def act(verb, case, **more):
    with samuel.acting() as actor:
        return verb(actor=actor, incident_id=case.id, **more)


def open_clocks(case):
    with samuel.acting() as officer:
        return {each.running.name for each in clocks_of(officer, case) if each.open}


def test_every_element_and_each_individual(second):
    case = breach(second, acting_as="associate")
    with samuel.acting() as officer:
        found = customer_breach(officer, case)
        said = {name: words for name, _, words in elements_of(found)}
        assert later(found) == []
        assert WORDS["happened_en"] in said.values()
        assert WORDS["protect_en"] in said.values()
        assert "1-800-555-0100" in said["How to ask us"]
        (one,) = found.individuals
        assert (one.member, list(one.elements), one.state) == (member_id(), ["Name"], "MA")
        assert (one.name, one.phone, one.address) == ("", "", "")
        document = as_document(found, made_at=timezone.now())
        (table,) = [each for each in document.blocks if isinstance(each, Table)]
        assert len(table.rows) == 1
        many = found._replace(individuals=[one] * (MOST_PRINTED + 1))
        last = as_document(many, made_at=timezone.now()).blocks[-1]
        assert isinstance(last, Paragraph)


def test_what_is_not_known_yet_holds_nothing_up(second):
    """164.410(c)(2): what else becomes known follows."""
    looked()
    case = a_case()
    frozen(case)
    judged(case, second, acting_as="associate", whom="seen")
    with samuel.acting() as officer:
        assert set(later(customer_breach(officer, case))) == {
            "Date of the breach",
            "What happened",
            "Which kinds of data",
            "What people should do to protect themselves",
            "What we do about it",
            "How to ask us",
        }
    act(tell_customer, case, **SENT)
    assert open_clocks(case) == set()


def test_its_deadlines_end_when_it_is_recorded_as_sent_and_not_before(second):
    case = breach(second, acting_as="associate")
    assert open_clocks(case) == {"customer", "customer_promise"}
    with pytest.raises(EndsWithNotice):
        act(meet_clock, case, name="customer")
    assert post(samuel, "customer_sent", {"customer": ""}, incident_id=case.id).status_code == 400
    assert open_clocks(case) == {"customer", "customer_promise"}
    assert post(samuel, "customer_sent", SENT, incident_id=case.id).status_code == 302
    assert open_clocks(case) == set()
    page = text(get(samuel, "customer", incident_id=case.id))
    assert "Lakeside Health Plan" in page
    with samuel.acting():
        row = CustomerNotice.objects.get()
    assert (row.individuals, row.identified) == (1, True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_any_column_privilege('chaperone_web', 'incidents_customernotice', 'UPDATE')"
        )
        assert cursor.fetchone() == (False,)


def test_who_is_told_nothing(second):
    covered = breach(second)
    with pytest.raises(NotAnAssociate):
        act(tell_customer, covered, **SENT)
    drill = breach(second, drill=True, acting_as="associate")
    with pytest.raises(OnlyADrill):
        act(tell_customer, drill, **SENT)
    act(meet_clock, drill, name="customer")
    delayed = breach(second, acting_as="associate")
    today = timezone.now().date()
    act(
        record_delay,
        delayed,
        form="written",
        official="Agent",
        statement="It would impede.",
        stated_on=today,
        until=today + timedelta(days=5),
    )
    for verb, more in ((tell_customer, SENT), (ask_customer_files, {})):
        with pytest.raises(Waits):
            act(verb, delayed, **more)
    assert get(samuel, "customer", incident_id=covered.id).status_code == 404


def test_the_page_and_its_files_hold_no_name(second, django_assert_max_num_queries):
    case = breach(second, acting_as="associate")
    with django_assert_max_num_queries(52):
        page = get(samuel, "customer", incident_id=case.id)
    assert page.status_code == 200
    pdf = get(samuel, "customer_pdf", incident_id=case.id)
    assert pdf.content.startswith(b"%PDF")
    said = json.loads(get(samuel, "customer_json", incident_id=case.id).content)
    assert said["individuals"] == []
    assert said["count"] == 1
    assert str(member_id()) not in page.content.decode()
    assert said["by_state"] == {"MA": 1}
    assert ursula.name not in page.content.decode() + str(said)
    for person in (tom, maria):
        for name in ("customer", "customer_pdf", "customer_json", "customer_sent"):
            assert get(person, name, incident_id=case.id).status_code == 404
    assert post(samuel, "customer_names", incident_id=case.id).status_code == 302
    with pytest.raises(AskedAlready):
        act(ask_customer_files, case)
