"""What machines that watch are told: whether it lives, is ready, and figures without names."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from chaperone.crypto.errors import ProviderError
from chaperone.notices.actions.measure import measure
from chaperone.telemetry import metrics
from chaperone.web.health import middleware, readiness
from tests.cast import LAKESIDE, maria, ursula
from tests.retention.test_actions import id_of

pytestmark = pytest.mark.usefixtures("committed")
TOKEN = "a-token-of-the-tests"
_ROUTE = re.compile(r"[a-z_-]+(:[a-z_-]+)*")


@pytest.fixture(autouse=True)
def _anew(settings: Any) -> Iterator[None]:
    settings.SECURE_SSL_REDIRECT = False
    readiness.forget()
    yield
    readiness.forget()


@pytest.fixture
def token(settings: Any, tmp_path: Path) -> str:
    """On this test's own machine, so to speak: tests beside it share the other's folder."""
    shared, secrets = Path(settings.CHAPERONE_DATA), tmp_path / "data" / "secrets"
    secrets.mkdir(parents=True)
    for each in shared.iterdir():
        if each.name != secrets.name:
            (secrets.parent / each.name).symlink_to(each)
    for each in (shared / secrets.name).iterdir():
        (secrets / each.name).symlink_to(each)
    (secrets / middleware.TOKEN).write_text(TOKEN + "\n")
    (secrets / middleware.TOKEN).chmod(0o600)
    settings.CHAPERONE_DATA = secrets.parent
    return TOKEN


@contextmanager
def database_away() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for alias in connections:
            connections[alias].close()
            patch.setitem(connections[alias].settings_dict, "PORT", "1")
        yield
        for alias in connections:
            connections[alias].close()


def figures(client: Client) -> dict[str, list[Any]]:
    response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    families = text_string_to_metric_families(response.content.decode())
    return {family.name: family.samples for family in families}


def test_it_lives_though_the_database_is_away_and_is_not_ready(client: Client) -> None:
    assert client.get("/health/ready").content == b"ready\n"
    readiness.forget()
    with database_away():
        assert client.get("/health/live").content == b"live\n"
        response = client.get("/health/ready")
        assert (response.status_code, response.content) == (503, b"database\n")
        assert client.get("/metrics").status_code == 401


@pytest.mark.parametrize(("word", "name"), [("migrations", "_needed"), ("keys", "try_out")])
def test_it_is_not_ready_without_its_schema_or_its_keys(
    client: Client, monkeypatch: pytest.MonkeyPatch, word: str, name: str
) -> None:
    def away(_provider: object) -> None:
        raise ProviderError("Wilhelmina")

    monkeypatch.setattr(
        readiness, name, away if word == "keys" else lambda: {("notices", "9999_coming")}
    )
    response = client.get("/health/ready")
    assert (response.status_code, response.content) == (503, f"{word}\n".encode())


def test_who_asks_often_makes_no_work(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/health/ready")
    with django_assert_num_queries(0):
        client.get("/health/ready")
        client.get("/health/live")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"bearer {TOKEN}", f"Bearer {TOKEN}x"],
)
def test_figures_are_for_who_has_the_token(client: Client, token: str, header: str) -> None:
    response = client.get("/metrics", headers={"authorization": header})
    assert response.status_code == 401
    assert b"chaperone_" not in response.content


def test_without_a_token_on_the_machine_nobody_gets_them(client: Client) -> None:
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 401


def test_figures_name_routes_and_states_and_nobody(
    client: Client, token: str, as_login: Any, settings: Any
) -> None:
    with as_login("worker"):
        measure()
    coach = maria.client()
    assert coach.get(f"/threads/{id_of(ursula)}/").status_code == 200
    coach.get("/nowhere/Wilhelmina/")
    found = figures(client)
    counted = {sample.labels["route"] for sample in found["chaperone_requests"]}
    assert "conversations:thread" in counted
    assert {each for each in counted if not _ROUTE.fullmatch(each)} == set()
    assert found["chaperone_database_up"][0].value == 1
    names = {sample.labels["name"] for sample in found["chaperone_reading"]}
    assert {"queue.age", "disk.free"} <= names
    states = [s for s in found["chaperone_reading_state"] if s.labels["name"] == "queue.age"]
    assert sum(sample.value for sample in states) == 1
    text = str(found)
    assert str(id_of(ursula)) not in text
    assert str(LAKESIDE) not in text
    assert "Wilhelmina" not in text


def test_opened_and_sealed_values_and_refusals_are_counted() -> None:
    def now() -> list[float]:
        return [
            each._value.get()  # type: ignore[attr-defined]
            for each in (metrics.OPENED, metrics.REFUSED)
        ]

    opened, refused = now()
    coach = maria.client()
    coach.get(f"/threads/{id_of(ursula)}/")
    coach.get("/administration/staff/")
    assert now()[0] > opened
    assert now()[1] == refused + 1


def test_without_a_database_processes_still_tell_of_themselves(client: Client, token: str) -> None:
    with database_away():
        found = figures(client)
    assert found["chaperone_database_up"][0].value == 0
    assert found["chaperone_reading"] == []


def test_an_answer_names_the_request_that_the_log_names(client: Client) -> None:
    one, other = (client.get("/accounts/login/")["X-Request-Id"] for _ in range(2))
    assert one != other
