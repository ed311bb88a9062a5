"""How the assistant did on the organization's own texts, run by run."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.assistant.evaluating import evaluations_of
from chaperone.assistant.models import Evaluation

RUNS = 5


class Line(NamedTuple):
    """One figure, over the runs."""

    name: str
    values: list[tuple[Evaluation, str]]


@require_GET
@requires("library.read", purpose="operations")
def library_measured(request: SignedInRequest) -> HttpResponse:
    """The latest runs side by side, newest first."""
    runs = evaluations_of(request.actor, limit=RUNS)
    return render(
        request, "administration/library_measured.html", {"runs": runs, "lines": lines_of(runs)}
    )


def lines_of(runs: list[Evaluation]) -> list[Line]:
    """Each figure that any of the runs has, with its value in each."""
    names = dict.fromkeys(name for run in runs for name in run.figures)
    return [
        Line(
            name.replace("_", " ").capitalize(),
            [(run, _shown(run.figures.get(name))) for run in runs],
        )
        for name in names
    ]


def _shown(value: float | None) -> str:
    if value is None:
        return "none"
    return str(value) if isinstance(value, int) else f"{value:.1%}"
