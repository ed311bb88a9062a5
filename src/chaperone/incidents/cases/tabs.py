"""The pages of one incident beside each other: names of routes that take ``incident_id``."""

from chaperone.registers.answers import Tab

TABS = (
    Tab("Case", "incidents:case"),
    Tab("Tasks", "incidents:tasks"),
    Tab("Timeline", "incidents:timeline"),
    Tab("Contain", "incidents:contain"),
    Tab("Exposure", "incidents:exposure"),
    Tab("Assessment", "incidents:assessment"),
    Tab("Notices", "incidents:notices"),
    Tab("Files", "incidents:files"),
)
