"""The database goes away in the middle of a request, as the real ``web`` login."""

import pytest
from django.urls import reverse

from chaperone.conversations.models import Conversation
from tests.cast import LAKESIDE, inside, maria, ursula
from tests.connections.conftest import proxy, scene
from tests.conversations.scene import Scene
from tests.fakes.cutting_proxy import COMMIT, CuttingProxy
from tests.requestlog.reading import last, logged

__all__ = ["proxy", "scene"]


def address(page: str) -> str:
    with inside(LAKESIDE):
        return reverse(f"conversations:{page}", kwargs={"conversation_id": ursula.member.id})


class Browser:
    """Of a coach who has looked at the thread: what is kept in memory is not asked for again."""

    def __init__(self) -> None:
        self._client = maria.client()
        self._client.raise_request_exception = False
        self._thread, self._take_over = address("thread"), address("take_over")
        assert self.read().status_code == 200

    def read(self):
        return self._client.get(self._thread, secure=True)

    def take_over(self):
        return self._client.post(self._take_over, secure=True)


def taken_over() -> bool:
    with inside(LAKESIDE):
        return Conversation.objects.filter(member=ursula.member, answerer="coach").exists()


@pytest.fixture
def browser(proxy: CuttingProxy, scene: Scene):
    scene.text(ursula, "What is A1C?")
    return Browser()


@pytest.mark.parametrize("words", [b"conversations_message", b"ledger_append", b"accounts_session"])
def test_reading_is_repeated_once(browser, proxy, words):
    proxy.cut(words, "after")
    response = browser.read()
    assert proxy.cuts == 1
    assert response.status_code == 200
    assert ursula.name in response.content.decode()


def test_a_page_whose_access_record_may_be_kept_is_not_made_again(browser, proxy):
    proxy.cut(COMMIT, "after")
    response = browser.read()
    assert response.status_code == 503
    assert ursula.name not in response.content.decode()


def test_what_was_undone_is_said_to_be_safe_to_send_again(browser, proxy):
    proxy.cut(b"ledger_append", "after")
    response = browser.take_over()
    assert response.status_code == 503
    assert "Nothing was saved" in response.content.decode()
    assert response.headers["Retry-After"]
    assert not taken_over()


@pytest.mark.parametrize(("moment", "kept"), [("before", False), ("after", True)])
def test_what_may_have_been_saved_is_said_to_be_looked_at(browser, proxy, moment, kept):
    proxy.cut(COMMIT, moment)
    response = browser.take_over()
    assert response.status_code == 503
    assert "It may have been saved" in response.content.decode()
    assert taken_over() is kept


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_request_is_written_down_once_though_the_record_of_it_is_cut(browser, proxy, moment):
    before = len(logged(LAKESIDE))
    proxy.cut(b"requestlog_append", moment)
    response = browser.take_over()
    assert proxy.cuts == 1
    assert response.status_code == 302
    assert len(logged(LAKESIDE)) == before + 1
    assert last(LAKESIDE).route == "conversations:take_over"


def test_a_change_whose_request_cannot_be_kept_is_not_said_to_be_undone(browser, monkeypatch):
    from chaperone.requestlog.errors import NotLogged

    def away(*_: object) -> None:
        raise NotLogged("no room")

    monkeypatch.setattr("chaperone.requestlog.middleware.write", away)
    response = browser.take_over()
    assert response.status_code == 503
    assert "It may have been saved" in response.content.decode()
    assert taken_over()
