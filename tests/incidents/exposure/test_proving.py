"""Each line of an exposure leads to its entries, and each entry to the signed tree."""

import os

import psycopg
import pytest
from django.conf import settings as product
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from chaperone.incidents.exposure.lines import from_text
from chaperone.incidents.exposure.queries import proof_of
from chaperone.incidents.exposure.queries.frozen import asked_of
from chaperone.ledger import log_key
from chaperone.ledger.connecting import connect
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.ledger.queries import opened_rows
from chaperone.web.ledger.checking import check_entry
from tests.cast import LAKESIDE, kristopher, maria, samuel
from tests.incidents.exposure.things import a_case, frozen, looked, member_id
from tests.ledger.trying import place_all

pytestmark = pytest.mark.xdist_group("sequencer")
LOOKS = 5


@pytest.fixture
def signed(committed, as_login, settings, tmp_path):
    """``signed()``: what was recorded up to now has its place, is signed and mirrored."""
    log_key.create(tmp_path / "log.key", LAKESIDE)
    settings.CHAPERONE_LOG_KEY = tmp_path / "log.key"
    settings.CHAPERONE_MIRRORS = [tmp_path / "mirror"]

    def run():
        with as_login("sequencer"), connect() as sequencer:
            assert holds_lock(sequencer)
            place_all(Placer(sequencer, log_key.load(product.CHAPERONE_LOG_KEY)))
            catch_up(sequencer, product.CHAPERONE_MIRRORS[0])

    return run


def test_every_entry_behind_a_line_is_in_the_signed_tree(committed, signed):
    for _ in range(LOOKS):
        looked()
    looked(maria, kristopher)
    case = a_case()
    kept = frozen(case)
    signed()
    member = member_id()
    with samuel.acting() as officer:
        line = from_text(kept.lines.reveal())[member]
        behind, page = [], proof_of(officer, asked_of(kept), member, limit=2)
        while page:
            behind += page
            page = proof_of(officer, asked_of(kept), member, limit=2, before=behind[-1])
        assert len(behind) == len(set(behind)) == line.entries >= LOOKS
        rows = opened_rows(officer, behind)
        assert all(member in row.members and row.actor_id == maria.user.id for row in rows)
        assert all(check_entry(officer, row.id, row.position).ok for row in rows)
    change_sealed(committed, behind[1])
    with samuel.acting() as officer:
        found = {row.id: check_entry(officer, row.id, row.position).ok for row in rows}
        assert [each for each in behind if not found[each]] == [behind[1]]


def change_sealed(database, entry_id):
    """As nobody could by the product."""
    dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=database)
    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute("set session_replication_role = replica")
        admin.execute(
            "update ledger_entry set sealed = sealed || '\\x00' where id = %s", [entry_id]
        )


def test_the_page_leads_to_each_entrys_proof(committed, signed, monkeypatch):
    monkeypatch.setattr("chaperone.incidents.exposure.views._MOST_ENTRIES", 2)
    for _ in range(LOOKS):
        looked()
    case = a_case()
    kept = frozen(case)
    signed()
    client, member = samuel.client(), member_id()
    address = reverse("incidents:exposure_proof", args=[case.id, kept.id, member])
    found, query = [], ""
    while True:
        page = client.get(address + query, secure=True)
        assert page.status_code == 200
        found += [row.id for row, _ in page.context["rows"]]
        if not (older := page.context["older"]):
            break
        query = f"?before={older}"
    with samuel.acting():
        assert len(found) == from_text(kept.lines.reveal())[member].entries
    entry = reverse("ledger:entry", args=[found[-1]])
    assert entry in page.content.decode()
    proof = client.get(entry, secure=True).context["proof"]
    assert proof.place < proof.size
    assert proof.hashes
    for wrong in ("x", "0" * 50, "\x00"):
        assert client.get(address, {"before": wrong}, secure=True).status_code == 404
