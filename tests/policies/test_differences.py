"""Side by side: nothing of either text is lost, and what is marked is what differs."""

from hypothesis import given
from hypothesis import strategies as st

from chaperone.policies.differences import Piece, differences


def said(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


def test_words_are_marked_within_lines() -> None:
    rows = differences(
        "Purpose\n\nLocked after 15 minutes.\nGone.", "Purpose\n\nLocked after 20 minutes."
    )
    assert [(row.state, said(list(row.before)), said(list(row.after))) for row in rows] == [
        ("same", "Purpose", "Purpose"),
        ("same", "", ""),
        ("changed", "Locked after [15] minutes.", "Locked after [20] minutes."),
        ("removed", "[Gone.]", ""),
    ]


def test_what_is_the_same_for_long_is_left_out() -> None:
    lines = [str(number) for number in range(30)]
    rows = differences("\n".join(lines), "\n".join([*lines[:15], "new", *lines[15:]]))
    assert [(row.state, row.lines) for row in rows] == [
        ("left_out", 13),
        ("same", 0),
        ("same", 0),
        ("added", 0),
        ("same", 0),
        ("same", 0),
        ("left_out", 13),
    ]


TEXTS = st.lists(st.sampled_from(["a", "b c", "b d", "", "e, f", "g"]), max_size=12).map("\n".join)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_rows(before: str, after: str) -> None:
    rows = differences(before, after)
    for side, text in (("before", before), ("after", after)):
        lines = text.splitlines()
        place = 0
        for row in rows:
            if row.state == "left_out":
                place += row.lines
            elif row.state not in ({"before": "added", "after": "removed"}[side],):
                assert "".join(piece.text for piece in getattr(row, side)) == lines[place]
                place += 1
        assert place == len(lines)
    same = all(row.state in ("same", "left_out") for row in rows)
    assert same == (before.splitlines() == after.splitlines())
