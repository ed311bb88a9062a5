"""Which worker runs what, and when: the tests of a file together, the longest files first."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = (
    "tests/journeys/",
    "tests/web/test_accessibility.py",
    "tests/invariants/test_reach.py",
    "tests/cli/test_own_server.py",
    "tests/web/test_bad_input.py",
    "tests/invariants/test_no_record_no_page.py",
    "tests/cli/test_sinks.py",
    "tests/cli/test_interrupted.py",
    "tests/cli/",
    "tests/continuity/",
    "tests/ledger/",
)
"""Files and folders in which a single test takes 25 seconds or more, as measured. Begun last, one
of them would keep one core busy while the other waits.
"""


def arrange(items: list[pytest.Item]) -> None:
    """Sort tests in place, and group what shares the fixtures of a file.

    A test that stands in a group already (`xdist_group`) stays in it. Without groups each worker
    would make a file's fixtures for itself, and the scheduler would weigh 14,000 tests one by one,
    which takes it half a minute.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(_file(item)))
    items.sort(key=_place)


def _file(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT).as_posix()


def _place(item: pytest.Item) -> int:
    file = _file(item)
    return next((i for i, name in enumerate(LONGEST) if file.startswith(name)), len(LONGEST))
