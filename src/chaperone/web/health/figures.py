"""The readings of the installation as figures of Prometheus."""

from collections.abc import Iterator

from django.db import DatabaseError, connection
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from chaperone.notices.readings import State
from chaperone.notices.standing import StandingReading, standing_readings


class Readings(Collector):
    """As they were last taken; without a database there are none, and ``chaperone_up`` says so."""

    def collect(self) -> Iterator[Metric]:
        found = _read()
        yield GaugeMetricFamily(
            "chaperone_database_up", "Whether the database answers.", value=float(found is not None)
        )
        value = GaugeMetricFamily(
            "chaperone_reading", "How something stands, in its unit.", labels=["name", "unit"]
        )
        state = GaugeMetricFamily(
            "chaperone_reading_state", "1 for the state that it is in.", labels=["name", "state"]
        )
        taken = GaugeMetricFamily(
            "chaperone_reading_taken_seconds", "When it was taken (Unix time).", labels=["name"]
        )
        for reading in found or ():
            if reading.value is not None:
                value.add_metric([reading.name, reading.unit], reading.value)
            taken.add_metric([reading.name], reading.taken_at.timestamp())
            for each in State:
                state.add_metric([reading.name, each.value], float(reading.state == each))
        yield from (value, state, taken)


def _read() -> list[StandingReading] | None:
    try:
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            return standing_readings(cursor)
    except DatabaseError:
        connection.close()
        return None
