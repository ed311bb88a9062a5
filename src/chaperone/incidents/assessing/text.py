"""An assessment as the text that is signed: every word of it (21 CFR 11.70)."""

from chaperone.incidents.models import Assessment

_FACTORS = (
    ("nature", "Nature and extent of the data, 164.402(2)(i)"),
    ("recipient", "The unauthorized person, 164.402(2)(ii)"),
    ("viewed", "Whether it was acquired or viewed, 164.402(2)(iii)"),
    ("mitigation", "How far the risk was mitigated, 164.402(2)(iv)"),
)


def as_text(assessment: Assessment) -> str:
    """All that it says, the hash of the exposure that it rests on included."""
    exposure = assessment.exposure
    lines = [
        f"{assessment.incident.called}, assessment {assessment.number}",
        f"Exposure: {exposure.digest if exposure else 'none'}",
        f"Outcome: {assessment.get_outcome_display()}",
    ]
    for name, label in _FACTORS:
        risk = getattr(assessment, f"get_{name}_risk_display")()
        lines.append(f"{label}: {risk}. {getattr(assessment, name).reveal()}")
    lines += [
        f"Reasons: {assessment.reasons.reveal()}",
        f"Who is told: {assessment.get_whom_display()}",
        f"We act as: {assessment.get_acting_as_display()}",
        f"People in the EU: {'yes' if assessment.europe else 'no'}",
        f"High risk to them: {'yes' if assessment.high_risk else 'no'}",
    ]
    if assessment.consequences is not None:
        lines.append(f"Likely consequences: {assessment.consequences.reveal()}")
    return "\n".join(lines)
