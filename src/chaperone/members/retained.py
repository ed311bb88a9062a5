"""How long this room's rows are kept (registered in ``retention``)."""

from chaperone.retention.classes import Class

FILES = Class(
    name="members.files",
    label="Files that wait to be imported",
    about="Lists of members or staff that somebody looks over before they are taken in; sealed.",
    default_days=1,
    minimum_days=0,
    legal_source="None: what is imported is kept as what it becomes.",
    goes="The file.",
    stays="Nothing of it, but that there was one, in the ledger.",
    elsewhere="They go half an hour after they came, or when they are imported.",
)
PEOPLE = Class(
    name="members.people",
    label="Members",
    about="Who a member is: name, number, birth date, address, e-mail address; sealed under the"
    " member's key. In the clear the state they live in.",
    default_days=3653,
    minimum_days=0,
    legal_source="HIPAA sets no period for records of care; state law does.",
    goes="The member's key, and with it everything that is sealed under it.",
    stays="The certificate, and what is written on it.",
    elsewhere="An administrator asks for a member's data to be destroyed, an officer agrees.",
)
