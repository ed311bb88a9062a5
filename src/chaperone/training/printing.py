"""A certificate on paper."""

from zoneinfo import ZoneInfo

from chaperone.documents.blocks import Code, Document, Facts, Paragraph
from chaperone.training.models import Certificate


def document(certificate: Certificate, *, organization: str, zone: ZoneInfo) -> Document:
    """The certificate as a document; its number can be found in the ledger."""
    at = certificate.passed_at.astimezone(zone)
    until = certificate.until
    return Document(
        title="Certificate of training",
        organization=organization,
        made_at=at,
        blocks=[
            Paragraph(
                f"{certificate.user.name} has taken the course “{certificate.course.title}” and"
                " answered its questions."
            ),
            Facts(
                [
                    ("Name", certificate.user.name),
                    ("Course", certificate.course.title),
                    ("Version", str(certificate.attempt.version.number)),
                    ("Passed on", f"{at.day} {at:%B %Y}"),
                    ("Right answers", f"{certificate.percent} %"),
                    ("To be renewed by", f"{until.day} {until:%B %Y}"),
                    ("Standards", ", ".join(certificate.course.citations) or "none named"),
                    ("Certificate", Code(str(certificate.id))),
                ]
            ),
        ],
    )
