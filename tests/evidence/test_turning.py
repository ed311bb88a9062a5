"""Each collector is turned by breaking what it watches: one that cannot turn proves nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.test import override_settings

from chaperone.evidence.collecting import Status, cited
from tests.evidence.good import make_good
from tests.evidence.lapses import LAPSES, MOST, NOT_BY_TIME, Lapse
from tests.evidence.scene import (
    Results,
    Scene,
    all_results,
    data_folder,
    result,
    results,
    taken_back,
)
from tests.evidence.turning import Turn, load

# All in one worker: the organization is made good once.
pytestmark = pytest.mark.xdist_group("evidence-turning")


@pytest.fixture(scope="module")
def scene(
    committing: Callable[[], AbstractContextManager[str]],
    as_login: Callable[[str], AbstractContextManager[None]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """A database of their own, in which the organization is good."""
    scratch = tmp_path_factory.mktemp("turning")
    with (
        committing(),
        override_settings(
            CHAPERONE_DATA=data_folder(scratch),
            CHAPERONE_LOG_KEY=scratch / "log.key",
            CHAPERONE_MIRRORS=[scratch / "mirror"],
        ),
    ):
        made = Scene(as_login, scratch)
        make_good(made)
        yield made


@pytest.fixture(scope="module")
def good(scene: Scene) -> Results:
    """How it stands before anything is broken."""
    return all_results()


@pytest.mark.parametrize("turn", load(), ids=lambda turn: turn.name)
def test_a_broken_safeguard_turns_its_standards(turn: Turn, good: Results, scene: Scene):
    for citation in turn.citations:
        stood = good[citation]
        assert stood.status == (turn.stood or stood.status) != turn.to, (citation, stood.sentence)
    with nullcontext() if turn.commits else taken_back():
        mend = turn.break_(scene)
        for broken in results(turn.citations):
            assert broken.status == turn.to, (broken.citation, broken.sentence)
        if mend:
            mend()
            for mended in results(turn.citations):
                stood = good[mended.citation]
                assert mended.status == stood.status, (mended.citation, mended.sentence)


def test_every_collector_is_turned():
    assert {citation for turn in load() for citation in turn.citations} == cited()


@pytest.mark.parametrize("lapse", LAPSES, ids=lambda lapse: lapse.name)
def test_what_only_time_breaks_turns_its_standard(
    lapse: Lapse, good: Results, scene: Scene, later: Callable[..., None]
):
    with taken_back():
        if lapse.first:
            lapse.first(scene)
        later(seconds=lapse.stands.total_seconds())
        before = result(lapse.citation)
        assert before.status == good[lapse.citation].status, before.sentence
        assert before.status != lapse.to
        assert lapse.says not in before.sentence

        later(seconds=(lapse.over - lapse.stands).total_seconds())
        after = result(lapse.citation)
        assert (after.status, lapse.says in after.sentence) == (lapse.to, True), after.sentence

        if lapse.again:
            lapse.again(scene)
            assert lapse.says not in result(lapse.citation).sentence


def test_when_nothing_more_is_done_nothing_stands_for_ever(
    good: Results, scene: Scene, later: Callable[..., None]
):
    later(seconds=MOST.total_seconds())
    standing = {each for each, found in all_results().items() if found.status == Status.MET}

    assert standing == NOT_BY_TIME.keys()
    assert all(good[each].status == Status.MET for each in standing)
