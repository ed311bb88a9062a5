"""The index over the library is built once in each process, before the first text."""

import pytest

from chaperone.assistant.answering import answer
from chaperone.assistant.catalogue import catalogue
from chaperone.jobs import beforehand


@pytest.mark.django_db
def test_no_answer_of_a_worker_waits_for_the_index() -> None:
    beforehand.make_all()
    built = catalogue.cache_info().misses
    assert not answer("what is an a1c test").declined
    assert not answer("what causes celiac disease").declined
    assert catalogue.cache_info().misses == built == 1
