"""Who is late with what, among many people, policies and courses: as pages, at a size that can be
chosen. Each shows a page of it, whose cost does not grow with the whole.
"""

import os
import time
from statistics import median, quantiles

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import samuel
from tests.policies.filling import begin, fill
from tests.web.administration.asking import queries

pytestmark = pytest.mark.usefixtures("committed")
PEOPLE = int(os.environ.get("CHAPERONE_PEOPLE", "300"))
POLICIES = int(os.environ.get("CHAPERONE_POLICIES", "8"))
COURSES = int(os.environ.get("CHAPERONE_COURSES", "3"))
# What a page may take; at a small size nothing is shown by it, and the machine may be busy.
SECONDS = float(os.environ.get("CHAPERONE_PAGE_SECONDS", "10"))
LATE = 60
# How many lines a page may show.
SHOWN = {"policies:overdue": 50, "training:overdue": 50, "calendar:calendar": 300}


def test_many_people_policies_and_courses_cost_a_page_no_more(committed: str) -> None:
    client = samuel.client()
    version, course = begin()
    few = {name: queries(client, reverse(name)) for name in SHOWN}
    fill(
        committed,
        version,
        course,
        people=PEOPLE,
        policies=POLICIES,
        owing=LATE,
        courses=COURSES,
    )
    many = {name: queries(client, reverse(name)) for name in SHOWN}
    assert many == few
    for name, most in SHOWN.items():
        text = client.get(reverse(name), secure=True).content.decode()
        assert 0 < text.count("<tr") - text.count("<thead") <= most, name
        times = sorted(timed(client, reverse(name)) for _ in range(20))
        late = quantiles(times, n=20)[-1]
        print(
            f"{name}: {PEOPLE:,} people, {POLICIES} policies, {COURSES} courses: {many[name]}"
            f" queries, median {median(times) * 1000:.0f} ms, p95 {late * 1000:.0f} ms"
        )
        assert median(times) < SECONDS, name


def timed(client: Client, address: str) -> float:
    begun = time.perf_counter()
    assert client.get(address, secure=True).status_code == 200
    return time.perf_counter() - begun
