from chaperone.ledger.events import event

CARE_TEAM_CREATED = event("members.care_team.created", "A care team was made.")
MEMBER_ENROLLED = event("members.member.enrolled", "A member was enrolled.")
TEXTS_STOPPED = event("members.texts.stopped", "A member said STOP: they get no more texts.")
TEXTS_STARTED = event("members.texts.started", "A member said START: they get texts again.")
CARE_TEAM_RENAMED = event("members.care_team.renamed", "A care team got another name.")
MEMBER_MOVED = event("members.member.moved", "A member was given to another care team.")
MEMBER_ENDED = event("members.membership.ended", "A membership was ended.")
MEMBER_TAKEN_BACK = event("members.membership.resumed", "An ended membership was taken up again.")
FILE_UPLOADED = event("members.upload.received", "A file to import was uploaded.")
FILE_DISCARDED = event("members.upload.discarded", "A file to import was discarded.")
MEMBERS_IMPORTED = event("members.import.completed", "Members were enrolled from a file.")
VIP_MARKED = event(
    "members.vip.marked", "Whoever opens this member's record is looked at closely from now on."
)
VIP_UNMARKED = event(
    "members.vip.unmarked", "This member's record is looked after like any other's again."
)
SOUGHT = event("members.member.sought", "Somebody looked a member up by number.")
CONTACT_RECORDED = event(
    "members.contact.recorded",
    "It was recorded where a member lives and how they are written to, and whether they agreed to"
    " notice by e-mail.",
)
