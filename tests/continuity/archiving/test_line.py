"""Which pieces a recovery goes through: none between them may be missing, whatever the timelines."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.continuity.archiving.errors import PieceMissing
from chaperone.continuity.archiving.line import needed
from chaperone.continuity.archiving.names import Base, Contents, Copy, Wal

NOW = datetime(2026, 11, 26, tzinfo=UTC)
SYSTEM = "0" * 16


def segment(number: int, timeline: int = 1) -> str:
    return f"{timeline:08X}{number // 256:08X}{number % 256:08X}"


def archive(*segments: str) -> Contents:
    return Contents([], [], {each: Wal(SYSTEM, each, "0" * 16) for each in segments})


def base(number: int, timeline: int = 1) -> Base:
    return Base(Copy(SYSTEM, segment(number, timeline), NOW), NOW)


def names(contents: Contents, begin: Base) -> list[str]:
    return [wal.segment for wal in needed(contents, begin)]


@given(st.integers(0, 2000), st.integers(1, 600), st.data())
def test_any_hole_is_found_and_nothing_else_is_one(first, count, data):
    run = [segment(number) for number in range(first, first + count)]
    assert names(archive(*run), base(first)) == run
    gone = data.draw(st.sampled_from(run))
    # Without its end an archive is only shorter; without its beginning it is none.
    if gone == run[-1] and count > 1:
        assert names(archive(*run[:-1]), base(first)) == run[:-1]
    else:
        with pytest.raises(PieceMissing, match=gone[8:]):
            needed(archive(*(each for each in run if each != gone)), base(first))


def test_after_a_restore_the_log_goes_on_along_the_newest_timeline():
    old = [segment(number) for number in (5, 6, 7, 9)]
    new = [segment(number, 2) for number in (7, 8)]
    found = names(archive(*old, *new, "00000002.history"), base(5))
    # The old line went on to the ninth and lacks the eighth: left aside.
    assert found == sorted([*old[:3], *new, "00000002.history"])
    with pytest.raises(PieceMissing):
        needed(archive(*old, new[1], "00000002.history")._replace(wal={}), base(5))


def test_a_copy_of_the_new_timeline_needs_nothing_of_the_old():
    new = [segment(number, 2) for number in (8, 9)]
    found = names(archive(segment(8), *new, "00000002.history"), base(8, 2))
    assert found == sorted([*new, "00000002.history"])


def test_what_is_no_whole_piece_stands_for_none():
    half = f"{segment(6)}.partial"
    with pytest.raises(PieceMissing):
        needed(archive(segment(5), half, segment(7)), base(5))
