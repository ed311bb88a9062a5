from chaperone.ledger.events import event

COURSE_ADDED = event("training.course.added", "A course was made.")
COURSE_CHANGED = event("training.course.changed", "A course got a new version.")
COURSE_RETIRED = event("training.course.retired", "A course is taken no longer.")
ASSIGNED = event("training.assignment.made", "People were asked to take a course.")
TRIED = event("training.attempt.finished", "Somebody answered the questions of a course.")
PASSED = event("training.certificate.issued", "Somebody passed a course and got a certificate.")
NOTE_SENT = event("training.note.sent", "A short security note went out to everybody.")
NOTE_READ = event("training.note.read", "Somebody read a security note.")
REMINDED = event("training.reminder.sent", "People were reminded of training that is due.")
