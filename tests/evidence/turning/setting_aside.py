"""What does not apply, until somebody says that it does (45 CFR 164.308(a)(4)(i)-(ii)(A))."""

from chaperone.evidence.collecting import Status
from chaperone.evidence.standing.actions import end_set_aside
from tests.cast import samuel
from tests.evidence.good.setting_aside import CLEARINGHOUSE
from tests.evidence.scene import Scene
from tests.evidence.turning import turns


@turns(CLEARINGHOUSE, to=Status.NOT_EVALUATED, stood=Status.NOT_APPLICABLE)
@turns("164.308(a)(4)(i)", to=Status.NOT_EVALUATED)
def the_organization_becomes_part_of_a_clearinghouse(_: Scene) -> None:
    with samuel.acting() as officer:
        end_set_aside(actor=officer, citation=CLEARINGHOUSE)
