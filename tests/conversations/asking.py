"""Conversations in which a model on this machine words the replies."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from chaperone.access.actors import operator
from chaperone.assistant.providers.breaker import breaker
from chaperone.assistant.providers.settings import INSTRUCTIONS, MODEL
from chaperone.conversations.actions.ask import ask_all
from chaperone.conversations.queries.questions import anything_to_ask
from chaperone.ledger.queries import Row, search
from chaperone.organizations.actions import change_setting
from chaperone.organizations.queries import forget_settings
from tests.cast import LAKESIDE, inside
from tests.conversations.scene import Scene
from tests.fakes.chat_model import FakeModel, fake_model

HOST = "127.0.0.1"


class AskingScene(Scene):
    """A scene whose assistant asks ``model``."""

    def __init__(
        self, as_login: Callable[[str], AbstractContextManager[None]], model: FakeModel
    ) -> None:
        super().__init__(as_login)
        self.model = model

    def ask(self, organization_id: UUID = LAKESIDE) -> int:
        """The asker asks about every text that waits."""
        with self.as_login("worker"):
            return ask_all(organization_id=organization_id)

    def work(self, organization_id: UUID = LAKESIDE) -> None:
        """Until nothing waits any more."""
        self.answer(organization_id)
        while self._asks(organization_id):
            self.ask(organization_id)
            self.answer(organization_id)
        self.send(organization_id)

    @contextmanager
    def meanwhile(self, work: Callable[[], object]) -> Iterator[None]:
        """Has ``work`` done to its end, by web, while the model is asked for the first time."""
        with self.by_web(work) as do:
            self.model.during = do
            try:
                yield
            finally:
                self.model.during = None

    @staticmethod
    @contextmanager
    def by_web(work: Callable[[], object]) -> Iterator[Callable[[], None]]:
        """Gives what has ``work`` done to its end, once, by web although others are workers now."""
        go, connected = Event(), Event()

        def run() -> None:
            connection.ensure_connection()
            connected.set()
            go.wait(timeout=20)
            try:
                work()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(run)
            connected.wait(timeout=20)

            def do() -> None:
                go.set()
                done.result(timeout=20)

            try:
                yield do
            finally:
                do()

    @staticmethod
    def _asks(organization_id: UUID) -> bool:
        with inside(organization_id):
            return anything_to_ask(organization_id=organization_id)

    def records(self, event: Any, organization_id: UUID = LAKESIDE) -> list[Row]:
        """The entries of an event, oldest first."""
        with inside(organization_id):
            return search(operator(organization_id), event=event.name).rows[::-1]


def choose(value: str, *, setting: Any = MODEL, organization_id: UUID = LAKESIDE) -> None:
    with inside(organization_id):
        change_setting(
            actor=operator(organization_id), setting=setting, value=value, reason="Tests."
        )


def instruct(text: str) -> None:
    choose(text, setting=INSTRUCTIONS)


@contextmanager
def a_model(monkeypatch: pytest.MonkeyPatch, *, timeout: float = 0.5) -> Iterator[FakeModel]:
    """The service, known to the installation as ``own``."""
    with fake_model() as model:
        model.key = ""
        endpoint = {
            "provider": "openai_compatible",
            "address": f"{model.address}/v1",
            "model": "llama",
            "sign_in": "none",
            "timeout_seconds": timeout,
        }
        monkeypatch.setenv("CHAPERONE_MODELS", json.dumps({"own": endpoint}))
        breaker.forget()
        try:
            yield model
        finally:
            breaker.forget()
            forget_settings(LAKESIDE)
