"""Lakeside's order of recovery, whom it calls at an outage, and exercises of its plans.

No restore drill: those that a page shows have run.
"""

from datetime import timedelta

from chaperone.cli.demo_programme import Scene
from chaperone.continuity.drills.actions.filing import file_exercise
from chaperone.continuity.models import Exercise
from chaperone.continuity.recovery.actions.contacts import enter_contact, put_away
from chaperone.continuity.recovery.actions.systems import (
    enter_starters,
    enter_system,
    sign_analysis,
)
from chaperone.continuity.recovery.queries.systems import order_of, systems_of, text_of

_OFFICER = "samuel.brandt@lakeside.example"
_HOUR, _DAY = 60, 24 * 60
# Place, name, what for, telephone (numbers for fiction), another way, when, note.
_CONTACTS = (
    (1, "Lakeside on-call telephone", "Everything, first", "+1 617 555 0140", "", "24/7", ""),
    (2, "Pier House landlord", "Power, doors, water", "+1 617 555 0141", "", "24/7", "Key box"),
    (3, "Text-message carrier, support", "No texts in or out", "+1 206 555 0142", "", "24/7", ""),
    (4, "Cyber insurance hotline", "Before anybody pays or promises anything", "+1 212 555 0143",
     "Policy LK-2210", "24/7", ""),
    (5, "Counsel", "Breaches, press", "+1 617 555 0144", "", "weekdays", "Mobile on the card"),
)  # fmt: skip


def seed(scene: Scene) -> None:
    """Fills all of it. In the caller's transaction."""
    _order(scene)
    _contacts(scene)
    _exercises(scene)


def _order(scene: Scene) -> None:
    officer = scene.actor(_OFFICER)
    enter_starters(actor=officer)
    known = dict(systems_of(officer).values_list("starter", "id"))
    enter_system(
        actor=officer,
        name="Telephone system",
        about="Coaches' calls, and the number that members are told.",
        outage_minutes=4 * _HOUR,
        loss_minutes=_DAY,
        needs=[known["host"]],
        restored=False,
        how="The provider moves the number to mobile telephones within an hour.",
        meanwhile="Mobile telephones, with the list of numbers on paper.",
    )
    text = text_of(order_of(officer))
    sign_analysis(actor=officer, factor="totp", text=text)


def _contacts(scene: Scene) -> None:
    officer = scene.actor(_OFFICER)
    for place, name, reason, phone, other, hours, note in _CONTACTS:
        enter_contact(
            actor=officer,
            place=place,
            name=name,
            reason=reason,
            phone=phone,
            other=other,
            hours=hours,
            note=note,
        )
    put_away(actor=officer, where="On-call folder at Pier House, and at home with both officers")


def _exercises(scene: Scene) -> None:
    officer = scene.actor(_OFFICER)
    file_exercise(
        actor=officer,
        kind=Exercise.Kind.TABLETOP,
        title="The database is gone on a Friday night",
        held_on=scene.today - timedelta(days=120),
        took_part="Samuel Brandt (led), Grace Lin, Maria Alvarez",
        result=Exercise.Result.WEAK,
        learned="The order was clear. Nobody knew where the paper list of urgent members lies.",
        next_step="Say on the door of the on-call room where the paper list lies.",
        owner_id=officer.user_id,
        due_on=scene.today + timedelta(days=10),
    )
    file_exercise(
        actor=officer,
        kind=Exercise.Kind.CALLS,
        title="Calls along the list on a Sunday",
        held_on=scene.today - timedelta(days=30),
        took_part="Grace Lin",
        result=Exercise.Result.GOOD,
        learned="Everybody was reached within 25 minutes.",
    )
