from chaperone.ledger.events import event

ACTIVITY_RECORDED = event(
    "risks.processing.recorded", "An entry was made in the records of processing."
)
ACTIVITY_CHANGED = event(
    "risks.processing.changed", "An entry of the records of processing was changed."
)
ACTIVITY_TESTED = event(
    "risks.processing.tested", "Somebody judged whether an impact assessment is needed."
)
ACTIVITY_RETIRED = event(
    "risks.processing.retired", "An entry of the records of processing was retired."
)
ASSESSMENT_WRITTEN = event(
    "risks.impact_assessment.written", "A data protection impact assessment was written."
)
ASSESSMENT_SIGNED = event(
    "risks.impact_assessment.signed", "A data protection impact assessment was signed."
)
