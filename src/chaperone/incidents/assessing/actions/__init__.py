from chaperone.incidents.assessing.actions.assess import (
    return_assessment,
    sign_assessment,
    write_assessment,
)
from chaperone.incidents.assessing.actions.clocks import give_clock, meet_clock, record_delay

__all__ = [
    "give_clock",
    "meet_clock",
    "record_delay",
    "return_assessment",
    "sign_assessment",
    "write_assessment",
]
