"""Certificates of wiped or destroyed media (NIST SP 800-88 Rev. 1, 4.8 and appendix G)."""

from zoneinfo import ZoneInfo

from chaperone.documents.blocks import Code, Document, Facts, Heading, Notice, moment
from chaperone.facilities.checklists import wiping_of
from chaperone.facilities.models import Disposal


def document(
    disposal: Disposal, *, organization: str, zone: ZoneInfo, done_by: str, confirmed_by: str
) -> Document:
    """The certificate of a disposal that somebody has confirmed; it names two people."""
    assert disposal.confirmed_at is not None
    confirmed_at = disposal.confirmed_at.astimezone(zone)
    device = disposal.device
    wiping = wiping_of(device.kind)
    return Document(
        title=f"Certificate of media sanitization {disposal.number}",
        organization=organization,
        made_at=confirmed_at,
        blocks=[
            Facts(
                [
                    ("Medium", device.name),
                    ("Kind", device.get_kind_display()),
                    ("Serial number", Code(device.serial) if device.serial else "none"),
                    ("What for", disposal.get_aim_display()),
                    ("Method", f"{disposal.get_method_display()} (NIST SP 800-88 Rev. 1)"),
                    ("With what", disposal.how),
                    ("Done on", disposal.done_on.isoformat()),
                    ("Done by", done_by),
                    ("Confirmed by", confirmed_by),
                    ("Confirmed", moment(confirmed_at)),
                ]
            ),
            Heading("How this is checked"),
            Facts(
                [
                    ("Entry of the ledger", Code(str(disposal.entry_id))),
                    ("Rule", "45 CFR 164.310(d)(2)(i)-(ii)"),
                ]
            ),
            Notice(
                "The entry holds the number, the medium, the method and who did and confirmed it."
                + (f" To be kept with it: {wiping.proof}" if wiping else "")
            ),
        ],
    )
