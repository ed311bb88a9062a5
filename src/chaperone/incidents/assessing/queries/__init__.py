from chaperone.incidents.assessing.queries.assessments import (
    assessment_in_force,
    assessments_of,
    waiting_assessment,
)
from chaperone.incidents.assessing.queries.clocks import (
    Shown,
    clocks_of,
    delays_of,
    states_to_tell,
)

__all__ = [
    "Shown",
    "assessment_in_force",
    "assessments_of",
    "clocks_of",
    "delays_of",
    "states_to_tell",
    "waiting_assessment",
]
