from chaperone.ledger.events import event

TRUST_PAGE_PUBLISHED = event(
    "evidence.trust_page.published",
    "What the organization promises was published, with how it stands.",
)
TRUST_PAGE_WITHDRAWN = event(
    "evidence.trust_page.withdrawn",
    "The public page of what the organization promises was taken back.",
)
