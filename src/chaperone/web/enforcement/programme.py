"""Clearances and deadlines of the programme, as the organization has set them."""

from collections.abc import Callable

from chaperone.access.settings import GRACE
from chaperone.duties.registry import Due
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import once, value_of
from chaperone.organizations.settings import Setting
from chaperone.policies.registry import Enforcement
from chaperone.policies.settings import ACKNOWLEDGED_MONTHS
from chaperone.risks.findings.deadlines import DAYS
from chaperone.risks.knowledge import scales
from chaperone.training.models import Course
from chaperone.training.queries.courses import courses
from chaperone.training.settings import DUE_DAYS
from chaperone.web.enforcement.wording import counted, listed
from chaperone.workforce.settings import CONFIDENTIALITY_MONTHS

_SETTINGS, _COURSES = "administration:settings", "training:courses"


def _months(setting: Setting) -> Callable[[Actor], str]:
    return lambda actor: counted(value_of(setting, actor.organization_id), "month")


def _days(setting: Setting) -> Callable[[Actor], str]:
    return lambda actor: counted(value_of(setting, actor.organization_id), "day")


def _passed_with(actor: Actor) -> str:
    return listed({f"{course.pass_percent}%" for course in _taught(actor)})


def _renewed_after(actor: Actor) -> str:
    return listed({counted(course.renew_months, "month") for course in _taught(actor)})


def _taught(actor: Actor) -> list[Course]:
    return once(actor, "courses taught", lambda: list(courses(actor).filter(retired_at=None)))


def _reminds(_actor: Actor) -> str:
    steps: tuple[int, ...] = Due._field_defaults["remind"]
    *before, last = [str(days) for days in steps if days]
    on_the_day = " and on the day" if 0 in steps else ""
    return f"{', '.join(before)} and {last} days before{on_the_day}"


def _accepted(level: int) -> Callable[[Actor], str]:
    def shows(_actor: Actor) -> str:
        days = scales().level[level - 1].accept_days
        return counted(days, "day") if days else "not at all"

    return shows


def _grace(actor: Actor) -> str:
    days = {name: value_of(setting, actor.organization_id) for name, setting in GRACE.items()}
    given = [f"{name} {counted(number, 'day')}" for name, number in days.items() if number]
    return ", ".join(given) or "none"


CLAIMS = (
    Enforcement("clearances.grace", "Time of grace for newcomers", _grace, _SETTINGS),
    Enforcement(
        "policies.acknowledged_for",
        "How long an acknowledgement counts",
        _months(ACKNOWLEDGED_MONTHS),
        _SETTINGS,
    ),
    Enforcement(
        "workforce.confidentiality_for",
        "How long a signed confidentiality agreement counts",
        _months(CONFIDENTIALITY_MONTHS),
        _SETTINGS,
    ),
    Enforcement("training.passed_with", "With how much courses are passed", _passed_with, _COURSES),
    Enforcement("training.renewed_after", "When courses are taken again", _renewed_after, _COURSES),
    Enforcement(
        "training.taken_within", "How soon a new course is taken", _days(DUE_DAYS), _SETTINGS
    ),
    Enforcement(
        "calendar.reminds", "When the calendar reminds people", _reminds, "calendar:calendar"
    ),
    *(
        Enforcement(
            f"risks.accepted_{name}",
            f"For how long a risk that is {name.replace('_', ' ')} may be accepted",
            _accepted(level),
            "risks:register",
        )
        for name, level in (("moderate", 3), ("high", 4), ("very_high", 5))
    ),
    *(
        Enforcement(
            f"findings.{severity}",
            f"How soon a finding that is {severity.label.lower()} is to be mended",
            _days(setting),
            _SETTINGS,
        )
        for severity, setting in DAYS.items()
    ),
)
