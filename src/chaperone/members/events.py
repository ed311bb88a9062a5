from chaperone.ledger.events import event

CARE_TEAM_CREATED = event("members.care_team.created", "A care team was made.")
MEMBER_ENROLLED = event("members.member.enrolled", "A member was enrolled.")
TEXTS_STOPPED = event("members.texts.stopped", "A member said STOP: they get no more texts.")
TEXTS_STARTED = event("members.texts.started", "A member said START: they get texts again.")
