"""How standards went, as pictures (SVG without scripts); their numbers stand beside them."""

from collections.abc import Sequence
from typing import Any

from chaperone.documents import charts
from chaperone.evidence.collecting import Status
from chaperone.evidence.freezing.queries import Point
from chaperone.evidence.shown import share_met

_SHOWN = (Status.MET, Status.ATTENTION, Status.NOT_MET, Status.NOT_EVALUATED)
_HEIGHTS = {Status.MET: 3, Status.NOT_APPLICABLE: 3, Status.ATTENTION: 2, Status.NOT_MET: 1}


def pictures_of(points: Sequence[Point]) -> dict[str, Any]:
    """What a page shows of the days of all standards; no pictures where there is no day."""
    if not points:
        return {"points": []}
    shares = [share_met(point) for point in points]
    name = f"Share of standards that are met, {points[0].on:%Y-%m-%d} to {points[-1].on:%Y-%m-%d}"
    series = {
        status.label: [float(point.statuses.get(status, 0)) for point in points]
        for status in _SHOWN
    }
    labels = [f"{point.on:%b} {point.on.day}" for point in points]
    return {
        "points": points,
        "share": round(shares[-1]),
        "share_before": round(shares[0]),
        "spark": charts.sparkline(name, shares, most=100),
        "columns": charts.columns("Standards by status on each day", labels, series),
    }


def spark_of(name: str, points: Sequence[Point]) -> str:
    """The days of one standard: from not met to met. Empty where none is frozen."""
    if not points:
        return ""
    heights = [_HEIGHTS.get(Status(point.status), 0) for point in points]
    said = f"How {name} stood on the days since {points[0].on:%Y-%m-%d}"
    return charts.sparkline(said, heights, most=3)
