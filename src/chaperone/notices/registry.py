"""What notices must know of rooms above: where people are reached, and by which further ways."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from chaperone.notices.kinds import Kind
from chaperone.notices.models import Notice


class Outgoing(NamedTuple):
    """A notice on its way: its id makes a second sending known as the same, its subject's id what
    is said again of the same.
    """

    notice_id: UUID
    organization_id: UUID
    recipient_id: UUID | None
    subject: str
    sentence: str
    url: str
    reply: str
    subject_id: UUID


Way = Callable[[Outgoing], None]
_find_email: Callable[[UUID], str | None] = lambda _user_id: None  # noqa: E731
_ways: dict[str, Way] = {}


def find_emails_with(find: Callable[[UUID], str | None]) -> None:
    """Names who knows the e-mail address of a person who may still sign in (``accounts``)."""
    global _find_email
    _find_email = find


def email_of(user_id: UUID) -> str | None:
    """The person's e-mail address; None where they have left."""
    return _find_email(user_id)


def send_by(way: str, send: Way) -> None:
    """Names what sends by a way, such as ``text``. It is called outside transactions, and raises a
    ``NoticesError`` where the notice did not go out.
    """
    _ways[way] = send


def way_of(name: str) -> Way | None:
    """What sends by this way; None where nothing does."""
    return _ways.get(name)


class Watchers(NamedTuple):
    """Who is told of an alarm of the installation: the people of one organization, by which ways,
    and in which words.
    """

    organization_id: UUID
    recipients: Mapping[UUID, Collection[Notice.Way]]
    wrong: Kind
    over: Kind


_find_watchers: Callable[[], Sequence[Watchers]] = lambda: ()  # noqa: E731


def find_watchers_with(find: Callable[[], Sequence[Watchers]]) -> None:
    """Names who knows the people that look after the installation (``web``)."""
    global _find_watchers
    _find_watchers = find


def watchers() -> Sequence[Watchers]:
    """Who is told of an alarm of the installation; by workers, outside transactions."""
    return _find_watchers()
