from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.continuity.archiving import names
from chaperone.continuity.archiving.pruning import unneeded

systems = st.integers(0, 2**64 - 1).map(lambda number: f"{number:016x}")
segments = st.integers(1, 400).map(lambda number: f"{1:08X}{0:08X}{number:08X}")
_SECONDS = st.floats(0, 2e9, allow_nan=False)
moments = _SECONDS.map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
digests = st.integers(0, 2**64 - 1).map(lambda number: f"{number:016x}")
wals = st.builds(names.Wal, systems, segments, digests)
copies = st.builds(names.Copy, systems, segments, moments)
bases = st.builds(names.Base, copies, moments)


@given(wals, copies, bases)
def test_what_is_written_is_read(wal, copy, base):
    found = names.read([wal.name, copy.name, base.name])
    assert wal in found[wal.system].wal.values()
    assert copy in found[copy.system].copies
    assert base in found[base.copy.system].bases


@given(st.lists(st.text(max_size=90)))
def test_other_files_count_for_nothing(texts):
    assert names.read(texts) == {}


@settings(max_examples=40)
@given(
    st.dictionaries(st.integers(0, 1000), st.integers(1, 50), max_size=8),
    st.sets(st.integers(1, 60)),
    st.integers(0, 1000),
)
def test_pruning_keeps_all_that_a_moment_since_then_needs(made, pieces, since):
    """Whatever was reachable at or after ``since`` stays reachable, and pruning twice is as once."""
    zero = datetime(2026, 1, 1, tzinfo=UTC)
    contents = names.Contents([], [], {})
    for hour, piece in sorted(made.items()):
        copy = names.Copy("a" * 16, f"{1:08X}{0:08X}{piece:08X}", zero + timedelta(hours=hour))
        contents.copies.append(copy)
        contents.bases.append(names.Base(copy, copy.begun_at + timedelta(minutes=5)))
    for piece in pieces:
        wal = names.Wal("a" * 16, f"{1:08X}{0:08X}{piece:08X}", "b" * 16)
        contents.wal[wal.segment] = wal
    moment = zero + timedelta(hours=since)
    gone = set(unneeded(contents, moment))
    for to in (moment, moment + timedelta(hours=7), moment + timedelta(days=60)):
        before = [base for base in contents.bases if base.ended_at <= to]
        if before:
            base = before[-1]
            assert base.name not in gone
            assert base.copy.name not in gone
            needed = [
                w
                for w in contents.wal.values()
                if names.position(w.segment) >= names.position(base.copy.segment)
            ]
            assert not gone & {w.name for w in needed}
