"""What the installation reads of itself, where no room adds a source of its own."""

from chaperone.web.status.readings.database import replication_lag
from chaperone.web.status.readings.keys import key_provider
from chaperone.web.status.readings.machine import certificate, disk
from chaperone.web.status.readings.proxies import unnamed_proxies
from chaperone.web.status.readings.purging import purging
from chaperone.web.status.readings.record import mirror_age, sequencer_lag
from chaperone.web.status.readings.work import queue_age

SOURCES = (
    queue_age,
    sequencer_lag,
    mirror_age,
    certificate,
    disk,
    replication_lag,
    key_provider,
    purging,
    unnamed_proxies,
)
"""Each is a source of its own, so that one that fails takes no other with it."""
