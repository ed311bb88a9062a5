from chaperone.ledger.events import event

ASSESSMENT_WRITTEN = event(
    "incidents.assessment.written", "An incident was judged by the four factors of 164.402(2)."
)
ASSESSMENT_SIGNED = event(
    "incidents.assessment.signed", "A second person signed the judgement of an incident."
)
ASSESSMENT_RETURNED = event(
    "incidents.assessment.returned", "A second person gave the judgement of an incident back."
)
CLOCK_GIVEN = event("incidents.clock.assigned", "A deadline of an incident was given to somebody.")
CLOCK_MET = event("incidents.clock.met", "A notice that a deadline asks for was given.")
CLOCK_LATE = event(
    "incidents.clock.missed", "A deadline of an incident passed without its notice.", "failure"
)
DELAY_RECORDED = event(
    "incidents.delay.recorded",
    "A law-enforcement official asked that notices wait (45 CFR 164.412).",
)
