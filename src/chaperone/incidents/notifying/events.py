from chaperone.ledger.events import event

NOTICE_WRITTEN = event("incidents.notice.written", "What people are told of a breach was written.")
NOTICE_APPROVED = event(
    "incidents.notice.approved", "A second person approved what people are told of a breach."
)
NOTICE_POSTED = event(
    "incidents.notice.posted", "The public page that stands in for letters was posted for 90 days."
)
CUSTOMER_ASKED = event(
    "incidents.customer.asked",
    "The notice to a covered entity was asked for with everybody's name.",
)
CUSTOMER_TOLD = event(
    "incidents.customer.told", "It was recorded that a covered entity was told of a breach."
)
LETTERS_ASKED = event("incidents.letters.asked", "Letters about a breach were asked for.")
LETTERS_MADE = event("incidents.letters.made", "Letters about a breach were printed to a file.")
LETTERS_TAKEN = event("incidents.letters.taken", "The file of letters was taken away to be sent.")
TEXTS_ASKED = event("incidents.texts.asked", "Texts about a breach were asked for.")
TEXTS_SENT = event("incidents.texts.sent", "Texts about a breach were handed to the carrier.")
EMAILS_SENT = event(
    "incidents.email.sent", "An e-mail that a notice of a breach waits was handed to a mail server."
)
EMAIL_READ = event(
    "incidents.email.read",
    "Somebody confirmed that they read the notice of a breach to which an e-mail led them.",
)
DELIVERY_NOTED = event(
    "incidents.delivery.noted", "It was noted what became of letters about a breach."
)
REPORT_TAKEN = event(
    "incidents.report.taken", "What an authority is told of a breach was taken as a file."
)
