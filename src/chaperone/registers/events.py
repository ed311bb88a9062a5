from chaperone.ledger.events import event

RECORD_SIGNED = event(
    "registers.record.signed", "Somebody signed a text, with a second factor that was just used."
)
ATTACHMENT_ADDED = event("registers.attachment.added", "A file was added to a record.")
ATTACHMENT_OPENED = event("registers.attachment.opened", "A file of a record was opened.")
ATTACHMENT_RETIRED = event(
    "registers.attachment.retired", "A file of a record is not shown any more; it is kept."
)
REGISTER_EXPORTED = event("registers.register.exported", "A register was taken away as a file.")
REGISTER_IMPORTED = event("registers.register.imported", "Lines of a file entered a register.")
FILE_UPLOADED = event("registers.file.uploaded", "A file was uploaded to be looked over.")
FILE_DISCARDED = event("registers.file.discarded", "An uploaded file was discarded.")
