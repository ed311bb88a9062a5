"""An agreement that is over keeps a model from being asked; renewed on a page, it lets it be."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.chat_model import FakeModel, fake_model
from tests.journeys.browser import Visitor, browser_of
from tests.journeys.people import NORTH_SHORE
from tests.journeys.stack import Stack, running_stack, wait_for

pytestmark = pytest.mark.xdist_group("stack")
QUESTION = "What is A1C?"


@pytest.fixture(scope="module")
def model() -> Iterator[FakeModel]:
    with fake_model() as found:
        found.key = ""
        yield found


@pytest.fixture(scope="module")
def stack(model: FakeModel) -> Iterator[Stack]:
    """An installation that knows a model on this machine, which Lakeside has chosen."""
    own = {
        "provider": "openai_compatible",
        "address": f"{model.address}/v1",
        "model": "llama",
        "sign_in": "none",
    }

    def configure(data: Path) -> None:
        (data / "config.json").write_text(json.dumps({"models": {"own": own}}))

    with running_stack(configure) as running:
        running.python(
            "from uuid import UUID",
            "from chaperone.access.actors import operator",
            "from chaperone.access.context import acting_for",
            "from chaperone.assistant.providers.settings import MODEL",
            "from chaperone.organizations.actions import change_setting",
            f"lakeside = operator(UUID('{NORTH_SHORE[0].organization_id}'))",
            "with acting_for(lakeside):",
            "    change_setting(actor=lakeside, setting=MODEL, value='own', reason='Tried.')",
        )
        yield running


def texted(stack: Stack, phone: str) -> dict[str, Any]:
    words = ("text", "--from", phone, "--wait", "90", "--json", QUESTION)
    return dict(json.loads(stack.command(*words).stdout))


def signs(officer: Visitor, *, starts: int, ends: int | None) -> None:
    """Enters an agreement on the vendor's page, with days counted from today."""
    today = datetime.now(UTC).date()
    page = officer.page
    page.get_by_role("link", name="Add an agreement").click()
    page.select_option("[name=kind]", "baa")
    page.check("[name=covers][value=messages]")
    page.fill("[name=host]", "127.0.0.1")
    page.fill("[name=signed_on]", (today + timedelta(days=starts)).isoformat())
    page.fill("[name=starts_on]", (today + timedelta(days=starts)).isoformat())
    if ends is not None:
        page.fill("[name=ends_on]", (today + timedelta(days=ends)).isoformat())
    page.get_by_role("button", name="Sign and add the agreement").click()


def test_an_agreement_expires_is_renewed_and_the_model_is_asked_again(
    stack: Stack, model: FakeModel
) -> None:
    member = NORTH_SHORE[1]
    with browser_of(stack) as people:
        officer = people.sign_in("samuel.brandt")
        officer.go("/vendors/add/")
        officer.page.fill("[name=name]", "Model of our own")
        officer.page.fill("[name=service]", "Words replies.")
        officer.page.check("[name=elements][value=messages]")
        officer.page.fill("[name=why]", "The question, without who asks.")
        officer.page.get_by_role("button", name="Add the vendor").click()
        vendor = officer.page.url
        signs(officer, starts=-400, ends=-2)
        officer.sees("no agreement in force covers all of it")

        assert texted(stack, member.phone)["answered_by"] == "assistant"
        assert model.connections == 0
        officer.go("/vendors/gates/")
        officer.sees("127.0.0.1")
        officer.sees("No agreement with the vendor is in force")

        officer.page.goto(vendor)
        signs(officer, starts=-1, ends=None)
        officer.sees("Covered by an agreement")
        texted(stack, member.phone)
        wait_for(lambda: model.connections > 0, seconds=60)

        def opened() -> bool:
            officer.go("/vendors/gates/")
            return officer.page.get_by_text("Nothing is held back").count() == 1

        wait_for(opened, seconds=90)
        assert officer.problems == []
