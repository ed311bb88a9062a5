from datetime import timedelta

from chaperone.evidence.collecting import Status
from chaperone.organizations.days import today_of
from chaperone.workforce.actions.checklists import do_line, give_line
from chaperone.workforce.actions.leaving import begin_termination
from chaperone.workforce.models import Line
from chaperone.workforce.queries.people import own_record
from tests.cast import daniel, samuel
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns


@turns("164.308(a)(3)(ii)(C)", to=Status.ATTENTION)
def a_laptop_is_not_collected_in_time(_: Scene) -> Mend:
    with samuel.acting() as officer:
        person = own_record(officer, daniel.user.id)
        assert person is not None
        begin_termination(actor=officer, person_id=person.id, reason="Moves away.")
        line = Line.objects.get(checklist__person=person, key="devices")
        yesterday = today_of(officer) - timedelta(days=1)
        give_line(actor=officer, line_id=line.id, owner_id=officer.id, due_on=yesterday)

    def mend() -> None:
        with samuel.acting() as officer:
            do_line(actor=officer, line_id=line.id)

    return mend
