"""The pages of one incident beside each other. Rooms of this one add theirs at start."""

from typing import NamedTuple


class Tab(NamedTuple):
    """A page of an incident. ``url``: the name of a route that takes ``incident_id``."""

    label: str
    url: str


TABS = [
    Tab("Case", "incidents:case"),
    Tab("Tasks", "incidents:tasks"),
    Tab("Timeline", "incidents:timeline"),
    Tab("Contain", "incidents:contain"),
    Tab("Exposure", "incidents:exposure"),
    Tab("Assessment", "incidents:assessment"),
    Tab("Notices", "incidents:notices"),
    Tab("Files", "incidents:files"),
]
