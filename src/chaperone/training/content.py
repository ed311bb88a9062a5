"""What a course is made of: pages as CommonMark, questions as TOML; and the starter courses."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from chaperone.training.errors import NoSuchCourse, NotACourse

MOST_PAGES, MOST_QUESTIONS, LONGEST_PAGE = 60, 60, 20_000
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


class Starter(NamedTuple):
    """A course that comes with the product, for an organization to adopt and make its own."""

    slug: str
    title: str
    minutes: int
    pass_percent: int
    renew_months: int
    for_roles: list[str]
    citations: list[str]
    pages: list[dict[str, str]]
    questions: list[dict[str, Any]]


class SecurityNote(NamedTuple):
    """A thought for a fortnight."""

    title: str
    text: str


@cache
def all_starters() -> tuple[Starter, ...]:
    """Every starter course, by title."""
    root = files("chaperone.training").joinpath("starter")
    found = [_starter(each) for each in root.iterdir() if each.joinpath("course.toml").is_file()]
    return tuple(sorted(found, key=lambda each: each.title))


def find_starter(slug: str) -> Starter:
    """One of them. Raises ``NoSuchCourse``."""
    for each in all_starters():
        if each.slug == slug:
            return each
    raise NoSuchCourse


@cache
def all_notes() -> tuple[SecurityNote, ...]:
    """The notes, in the order in which they go out."""
    data = tomllib.loads(
        files("chaperone.training").joinpath("starter", "notes.toml").read_text("utf-8")
    )
    return tuple(SecurityNote(each["title"], each["text"]) for each in data["note"])


def pages_from(text: str) -> list[dict[str, str]]:
    """Pages of one text: each begins with a line ``# Title``. Raises ``NotACourse``."""
    text = text.replace("\r\n", "\n").strip()
    titles = list(_TITLE.finditer(text))
    if not titles or titles[0].start() != 0:
        raise NotACourse("Begin each page with a line “# ” and its title.")
    if len(titles) > MOST_PAGES:
        raise NotACourse(f"A course has {MOST_PAGES} pages at most.")
    ends = [each.start() for each in titles[1:]] + [len(text)]
    pages = [
        {"title": each[1].strip()[:120], "text": text[each.end() : end].strip()}
        for each, end in zip(titles, ends, strict=True)
    ]
    for page in pages:
        if not page["text"]:
            raise NotACourse(f"The page “{page['title']}” says nothing.")
        if len(page["text"]) > LONGEST_PAGE:
            raise NotACourse(f"The page “{page['title']}” is too long: split it.")
    return pages


def questions_from(text: str) -> list[dict[str, Any]]:
    """Questions of a text in TOML. Raises ``NotACourse``, which says what is wrong where."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise NotACourse(f"The questions are not TOML: {problem}.") from problem
    found = data.get("question")
    if not isinstance(found, list) or not found:
        raise NotACourse("Begin each question with a line [[question]].")
    if len(found) > MOST_QUESTIONS:
        raise NotACourse(f"A course has {MOST_QUESTIONS} questions at most.")
    return [_question(each, number) for number, each in enumerate(found, 1)]


def _question(found: Any, number: int) -> dict[str, Any]:
    def wrong(why: str) -> NotACourse:
        return NotACourse(f"Question {number}: {why}")

    if not isinstance(found, dict):
        raise wrong("it is no table.")
    text, why, choices = found.get("text"), found.get("why"), found.get("choices")
    if not _is_text(text) or not _is_text(why):
        raise wrong("it needs text and why, of 1 to 1,000 characters.")
    if not isinstance(choices, list) or not 2 <= len(choices) <= 8:
        raise wrong("it needs 2 to 8 choices.")
    if not all(map(_is_text, choices)) or len(set(choices)) != len(choices):
        raise wrong("each choice needs a text of its own.")
    answer = found.get("answer")
    if type(answer) is not int or not 0 <= answer < len(choices):
        raise wrong("answer is the number of the right choice, counted from 0.")
    return {"text": text, "choices": choices, "answer": answer, "why": why}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 1000 and "\x00" not in value


def _starter(folder: Traversable) -> Starter:
    data = tomllib.loads(folder.joinpath("course.toml").read_text("utf-8"))
    pages = sorted(folder.joinpath("pages").iterdir(), key=lambda each: each.name)
    return Starter(
        slug=folder.name,
        title=data["title"],
        minutes=data["minutes"],
        pass_percent=round(data["pass_mark"] * 100),
        renew_months=data["renew_months"],
        for_roles=data["for_roles"],
        citations=data["citations"],
        pages=pages_from("\n\n".join(each.read_text("utf-8").strip() for each in pages)),
        questions=questions_from(folder.joinpath("questions.toml").read_text("utf-8")),
    )
