"""Pages about how long things are kept: their addresses are in ``urls``."""

from chaperone.web.retention.views.classes import (
    classes,
    one_class,
    period,
    period_take_back,
    what_goes_next,
)
from chaperone.web.retention.views.holds import hold, hold_add, hold_member, hold_release, holds
from chaperone.web.retention.views.runs import run, run_json, run_pdf, run_stop, runs

__all__ = [
    "classes",
    "hold",
    "hold_add",
    "hold_member",
    "hold_release",
    "holds",
    "one_class",
    "period",
    "period_take_back",
    "run",
    "run_json",
    "run_pdf",
    "run_stop",
    "runs",
    "what_goes_next",
]
