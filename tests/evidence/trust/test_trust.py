"""The public trust page: what was frozen and nothing more, for anybody, once somebody decided so."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.evidence.collecting import Status
from chaperone.evidence.models import Day, Frozen, TrustPage
from chaperone.evidence.trust.actions import publish, withdraw
from chaperone.evidence.trust.errors import NothingToPublish, NotPublic
from chaperone.evidence.trust.queries import parts
from chaperone.evidence.trust.statement import names, statement
from chaperone.standards.catalogue import all_standards
from tests.cast import LAKESIDE, grace, inside, samuel
from tests.web.administration.asking import entries

PAGES = ("trust", "trust_embed", "trust_badge", "statement_json")
NOTE = "log\n120\ncm9vdA==\n\n— log x\n"
SENTENCE, REMEDY = "12 people of host db-1 lack it", "Patch 2.3"


@pytest.fixture
def freeze(committed, as_login):
    """Freezes a day as workers do; every standard is met but those given by citation."""

    def frozen(on, **statuses):
        with as_login("worker"), acting_for(worker(LAKESIDE)):
            day = Day.objects.create(
                organization_id=LAKESIDE, on=on, digest="0" * 64, entry_id=UUID(int=9), note=NOTE
            )
            Frozen.objects.bulk_create(
                Frozen(
                    organization_id=LAKESIDE,
                    day=day,
                    on=on,
                    citation=each.citation,
                    status=statuses.get(each.citation, "met"),
                    sentence=SENTENCE,
                    remedy=REMEDY,
                    collected_at="2026-11-25T06:00:00Z",
                )
                for each in all_standards()
            )

    return frozen


@pytest.fixture
def published(freeze):
    freeze(date(2026, 11, 24))
    with samuel.acting() as actor:
        publish(actor=actor, shown=names())


def shown(name="trust", slug="lakeside", **headers):
    address = reverse(f"evidence:{name}", kwargs={"organization": slug})
    return Client().get(address, secure=True, headers=headers)


def sentence_of(citation):
    found = shown("statement_json").json()["sentences"]
    return next(each["status"] for each in found if citation in each["rests_on"])


def test_every_sentence_rests_on_what_the_rules_have():
    found = [each for section in statement() for each in section.sentences]
    assert len({each.name for each in found}) == len(found) == len(names())
    assert all(each.rests_on for each in found)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.MET, "met"),
        (Status.NOT_APPLICABLE, "met"),
        (Status.NOT_EVALUATED, "not_evaluated"),
        (Status.ATTENTION, "attention"),
        (Status.NOT_MET, "attention"),
    ],
)
def test_a_sentence_has_the_worst_that_it_rests_on(status, told):
    met = {each.citation: "met" for each in all_standards()}
    found = parts(met | {"164.312(d)": str(status)}, ())
    by_name = {each.sentence.name: each.status for part in found for each in part.told}
    assert by_name.pop("second-factor") == told
    assert set(by_name.values()) == {"met"}


def test_what_was_never_computed_is_not_called_true():
    assert {each.status for part in parts({}, ()) for each in part.told} == {"not_evaluated"}


def test_nothing_is_public_before_somebody_decides_nor_after_it_is_taken_back(freeze):
    with samuel.acting() as actor:
        with pytest.raises(NothingToPublish):
            publish(actor=actor, shown=names())
        with pytest.raises(NotPublic):
            withdraw(actor=actor)
    freeze(date(2026, 11, 24))
    assert {shown(name).status_code for name in PAGES} == {404}
    with samuel.acting() as actor:
        with pytest.raises(NothingToPublish):
            publish(actor=actor, shown=[])
        publish(actor=actor, shown=names()[1:])
    assert {shown(name).status_code for name in PAGES} == {200}
    assert shown(slug="harbor").status_code == 404
    assert len(shown("statement_json").json()["sentences"]) == len(names()) - 1
    with samuel.acting() as actor:
        withdraw(actor=actor)
    assert {shown(name).status_code for name in PAGES} == {404}
    (entry,) = entries("evidence.trust_page.withdrawn")
    assert entry.actor_id == samuel.user.id


def test_a_broken_safeguard_turns_its_sentence_on_the_next_day(published, freeze):
    assert sentence_of("164.308(b)(1)") == "met"
    freeze(date(2026, 11, 25), **{"164.308(b)(1)": "not_met"})
    assert sentence_of("164.308(b)(1)") == "attention"
    assert sentence_of("164.312(b)") == "met"
    assert "Needs attention" in shown().content.decode()


def test_it_tells_nothing_that_an_attacker_gains_and_can_be_kept(published):
    for name in PAGES:
        found = shown(name)
        text = found.content.decode()
        assert SENTENCE not in text
        assert REMEDY not in text
        assert "<script" not in text
        assert "style=" not in text
        assert not found.cookies
        assert "public" in found["Cache-Control"]
        assert shown(name, **{"if-none-match": found["ETag"]}).status_code == 304


def test_who_is_signed_in_sees_the_same_and_no_cache_keeps_that(published):
    for name in PAGES:
        address = reverse(f"evidence:{name}", kwargs={"organization": "lakeside"})
        found = samuel.client().get(address, secure=True)
        assert found.content == shown(name).content
        assert found["ETag"] == shown(name)["ETag"]
        assert "public" not in found.headers.get("Cache-Control", "")


def test_what_was_not_changed_is_not_sent_again(published):
    found = shown(**{"if-none-match": shown()["ETag"]})
    assert (found.status_code, found.content) == (304, b"")
    assert found["Cache-Control"] == "public, max-age=300"
    address = reverse("evidence:trust", kwargs={"organization": "lakeside"})
    assert Client().head(address, secure=True).content == b""
    assert Client().post(address, secure=True).status_code == 405


def test_only_the_small_page_may_be_framed(published):
    assert "frame-ancestors 'none'" in shown()["Content-Security-Policy"]
    assert shown()["X-Frame-Options"] == "DENY"
    assert "frame-ancestors https:" in shown("trust_embed")["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown("trust_embed")


def test_it_names_the_checkpoint_and_takes_two_queries(published):
    assert "cm9vdA==" in shown().content.decode()
    with CaptureQueriesContext(connection) as captured:
        shown()
    assert len(captured) <= 2


def test_the_officer_sees_and_chooses_and_the_administrator_does_not(published):
    address = reverse("evidence:trust_page")
    assert grace.client().get(address, secure=True).status_code == 404
    client = samuel.client()
    assert "Take the page back" in client.get(address, secure=True).content.decode()
    assert client.post(address, {}, secure=True).status_code == 400
    assert client.post(address, {"shown": ["nonsense"]}, secure=True).status_code == 400
    assert client.post(address, {"shown": [names()[0]]}, secure=True).status_code == 302
    assert len(shown("statement_json").json()["sentences"]) == 1


def test_a_decision_is_never_changed(published):
    with inside(LAKESIDE), pytest.raises(ProgrammingError), transaction.atomic():
        TrustPage.objects.update(is_public=False)
