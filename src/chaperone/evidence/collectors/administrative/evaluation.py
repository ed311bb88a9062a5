"""Evaluation (45 CFR 164.308(a)(8))."""

from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.judging import counted, judged, missing, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import months_after, today_of
from chaperone.registers.queries.history import entries_about
from chaperone.risks.evaluations.queries import evaluations_of, in_state, latest_done
from chaperone.risks.models import Evaluation

CITATION = "164.308(a)(8)"
_YEAR = 12
_NATURES = {"technical": "technical", "nontechnical": "non-technical"}


@collects(CITATION)
def evaluation(actor: Actor) -> Found:
    """Evaluated within a year, technically and otherwise, and nothing planned is late."""
    text, today, latest = written(actor, CITATION), today_of(actor), latest_done(actor)
    late = evaluations_of(actor).filter(in_state("overdue", today)).count()
    done = evaluations_of(actor).filter(state=Evaluation.State.DONE).order_by("-done_on", "-id")
    plan = "Plan an evaluation, do it, and write down its result."
    return judged(
        "A technical and a non-technical evaluation were done within a year.",
        text.lack,
        *(
            missing(
                nature not in latest or months_after(latest[nature], _YEAR) < today,
                f"No {word} evaluation was done within a year.",
                plan,
            )
            for nature, word in _NATURES.items()
        ),
        weak(
            late,
            f"{counted(late, 'evaluation')} that was planned should be done by now.",
            "Do what was planned, or call it off and say why.",
        ),
        figures=(
            *(
                Figure(
                    f"Last {word} evaluation",
                    latest[nature].isoformat() if nature in latest else None,
                )
                for nature, word in _NATURES.items()
            ),
            Figure("Evaluations late", late),
            *text.figures,
        ),
        ledger=(
            *entries_about(actor, list(done.values_list("id", flat=True)[:4]), most=8),
            *text.ledger,
        ),
    )
