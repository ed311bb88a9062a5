"""A setting that is changed through the product shows in what the policies are compared with."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chaperone.access.settings import GRACE
from chaperone.accounts import settings as accounts
from chaperone.assistant.providers.settings import MODEL
from chaperone.assistant.settings import UNREVIEWED
from chaperone.conversations.defaults import ANSWERS
from chaperone.conversations.paging.settings import PAGE_MINUTES, URGENT_MINUTES
from chaperone.organizations.actions import change_setting
from chaperone.organizations.keys import ROTATE_DAYS
from chaperone.organizations.queries import forget_settings
from chaperone.organizations.settings import Setting
from chaperone.policies.registry import enforcement
from chaperone.policies.settings import ACKNOWLEDGED_MONTHS
from chaperone.risks.findings.deadlines import DAYS
from chaperone.risks.models import Severity
from chaperone.training.settings import DUE_DAYS
from chaperone.workforce.settings import CONFIDENTIALITY_MONTHS
from tests.cast import HARBOR, LAKESIDE, priya, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

CHANGES = (
    ("sessions.idle_logoff", accounts.IDLE_MINUTES, 20, "20 minutes"),
    ("sessions.idle_logoff_open_floor", accounts.OPEN_FLOOR_IDLE_MINUTES, 1, "1 minute"),
    # The open floor can only shorten it.
    ("sessions.idle_logoff_open_floor", accounts.IDLE_MINUTES, 5, "5 minutes"),
    ("sessions.at_once", accounts.SESSIONS_AT_ONCE, 1, "1 browser"),
    ("passwords.length", accounts.PASSWORD_PROFILE, "custom", "12 characters"),
    ("passwords.length_alone", accounts.PASSWORD_PROFILE, "legacy90", "8 characters"),
    ("passwords.expire", accounts.PASSWORD_PROFILE, "legacy90", "after 90 days"),
    ("encryption.keys_replaced", ROTATE_DAYS, 30, "after 30 days"),
    ("encryption.keys_replaced", ROTATE_DAYS, 0, "by command only"),
    ("pages.escalate", PAGE_MINUTES, 10, "10 minutes"),
    ("pages.escalate_urgent", URGENT_MINUTES, 120, "2 hours"),
    ("texts.answered_by", ANSWERS, "coach", "Coaches; the assistant stays silent"),
    ("clearances.grace", GRACE["training"], 14, "training 14 days"),
    ("policies.acknowledged_for", ACKNOWLEDGED_MONTHS, 6, "6 months"),
    ("workforce.confidentiality_for", CONFIDENTIALITY_MONTHS, 24, "24 months"),
    ("findings.critical", DAYS[Severity.CRITICAL], 7, "7 days"),
    ("findings.high", DAYS[Severity.HIGH], 21, "21 days"),
    ("findings.medium", DAYS[Severity.MEDIUM], 60, "60 days"),
    ("findings.low", DAYS[Severity.LOW], 1, "1 day"),
    ("training.taken_within", DUE_DAYS, 30, "30 days"),
    ("assistant.sends", UNREVIEWED, False, "approved answers only"),
)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    for organization in (LAKESIDE, HARBOR):
        forget_settings(organization)
    yield
    for organization in (LAKESIDE, HARBOR):
        forget_settings(organization)


@pytest.mark.parametrize(("name", "setting", "value", "shown"), CHANGES)
def test_a_changed_setting_shows(name: str, setting: Setting, value: Any, shown: str) -> None:
    claim = enforcement(name)
    assert claim is not None
    with samuel.acting() as officer:
        before = claim.shows(officer)
        change_setting(actor=officer, setting=setting, value=value, reason="A test.")
        assert (before != shown, claim.shows(officer)) == (True, shown)


def test_a_model_that_was_chosen_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"provider": "openai_compatible", "address": "https://models.lakeside.example/v1"}
    endpoint = own | {"model": "llama", "sign_in": "none"}
    monkeypatch.setenv("CHAPERONE_MODELS", json.dumps({"own": endpoint}))
    claim = enforcement("assistant.words_by")
    assert claim is not None
    with samuel.acting() as officer:
        assert claim.shows(officer) == "The library alone"
        change_setting(actor=officer, setting=MODEL, value="own", reason="A test.")
        assert claim.shows(officer) == "own"


def test_another_organization_keeps_its_own() -> None:
    claim = enforcement("sessions.idle_logoff")
    assert claim is not None
    with samuel.acting() as officer:
        change_setting(actor=officer, setting=accounts.IDLE_MINUTES, value=7, reason="A test.")
    with priya.acting() as coach:
        assert claim.shows(coach) == "15 minutes"
