"""What the supervisory authority is told (GDPR Art. 33(3)), point by point."""

from chaperone.incidents.assessing.queries.clocks import people_to_tell
from chaperone.incidents.notifying.elements import text_of
from chaperone.incidents.notifying.portal import NOT_SAID, Told, day


def points(told: Told) -> dict[str, str]:
    """Each point of Art. 33(3) with what there is to say; phases may follow, Art. 33(4)."""
    notice, judged = told.notice, told.assessment
    contact = [notice.telephone, notice.email, notice.postal] if notice else []
    doing = text_of(notice, "doing", "en") if notice else NOT_SAID
    return {
        "(a) Nature of the breach": judged.nature.reveal(),
        "(a) Categories of data": ", ".join(sorted(told.exposure.by_element)),
        "(a) Approximate number of data subjects": str(people_to_tell(judged, told.exposure)),
        "(a) Approximate number of records": str(told.exposure.entries),
        "(b) Contact point": ", ".join(filter(None, contact)) or NOT_SAID,
        "(c) Likely consequences": judged.consequences.reveal()
        if judged.consequences is not None
        else NOT_SAID,
        "(d) Measures taken or proposed": doing,
        "Aware since": day(told.incident.discovered_at),
    }
