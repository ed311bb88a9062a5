"""Backups, restores, plans (45 CFR 164.308(a)(7))."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from chaperone.continuity.backups.actions.verify import verify_backup
from chaperone.continuity.backups.errors import Unreadable
from chaperone.continuity.backups.queries.catalogue import last_whole
from chaperone.continuity.drills.actions.filing import file_exercise, finish_step
from chaperone.continuity.models import Exercise
from chaperone.continuity.recovery.actions.contacts import enter_contact, put_away
from chaperone.continuity.recovery.actions.systems import enter_system, sign_analysis
from chaperone.continuity.recovery.queries.systems import order_of, text_of
from chaperone.evidence.collecting import Status
from chaperone.organizations.days import today_of
from tests.cast import samuel
from tests.evidence.good.installation import back_up, breaks, drill, restores
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns

ATTENTION = Status.ATTENTION


@turns("164.308(a)(7)(ii)(A)", commits=True)
def the_only_backup_is_found_damaged(scene: Scene) -> Mend:
    with scene.as_login("worker"):
        last = last_whole()
        assert last is not None
        file = Path(settings.CHAPERONE_DATA) / "backups" / last.name
        # As a bad disk would have it.
        file.write_bytes(file.read_bytes()[:-100])
        with pytest.raises(Unreadable):
            verify_backup(backup=last)

    def mend() -> None:
        with scene.as_login("worker"):
            back_up()

    return mend


@turns("164.308(a)(7)(ii)(B)", commits=True)
def a_restore_on_trial_fails(scene: Scene) -> Mend:
    with scene.as_login("worker"):
        drill(scene, breaks)

    def mend() -> None:
        with scene.as_login("worker"):
            drill(scene, restores)

    return mend


@turns("164.308(a)(7)(ii)(C)", to=ATTENTION)
def the_list_of_whom_to_call_changes_and_is_not_printed_again(_: Scene) -> Mend:
    with samuel.acting() as officer:
        enter_contact(
            actor=officer, place=9, name="Plumber", reason="Water", phone="+1 617 555 0149"
        )

    def mend() -> None:
        with samuel.acting() as officer:
            put_away(actor=officer, where="On-call folder at Pier House")

    return mend


@turns("164.308(a)(7)(ii)(D)", to=ATTENTION)
def what_an_exercise_taught_is_not_done(_: Scene) -> Mend:
    with samuel.acting() as officer:
        today = today_of(officer)
        filed = file_exercise(
            actor=officer,
            kind=Exercise.Kind.PAPER,
            title="An hour by paper",
            held_on=today - timedelta(days=20),
            took_part="Maria Alvarez",
            result=Exercise.Result.WEAK,
            next_step="Buy pens.",
            due_on=today - timedelta(days=6),
        )

    def mend() -> None:
        with samuel.acting() as officer:
            finish_step(actor=officer, exercise_id=filed.id)

    return mend


@turns("164.308(a)(7)(ii)(E)", "164.308(a)(7)(i)", to=ATTENTION)
def the_order_changes_after_it_was_signed(_: Scene) -> Mend:
    with samuel.acting() as officer:
        enter_system(
            actor=officer,
            name="Meal diary",
            about="What members eat.",
            outage_minutes=24 * 60,
            loss_minutes=24 * 60,
            how="Its maker brings it back.",
            meanwhile="Coaches ask by text.",
        )

    def mend() -> None:
        with samuel.acting() as officer:
            sign_analysis(actor=officer, factor="totp", text=text_of(order_of(officer)))

    return mend
