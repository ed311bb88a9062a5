"""A year of frozen days of the demo's organization, whose last one its trust page shows."""

from datetime import timedelta
from uuid import UUID

import django

django.setup()

from django.utils import timezone  # noqa: E402

from chaperone.access.actors import worker  # noqa: E402
from chaperone.access.context import acting_for  # noqa: E402
from chaperone.evidence.models import Day, Frozen  # noqa: E402
from chaperone.standards.catalogue import all_standards  # noqa: E402
from tests.cast import LAKESIDE  # noqa: E402

DAYS = 365
NOTE = "log\n5000000\ncm9vdA==\n\n— log x\n"
STATUSES = ("met", "met", "met", "attention", "not_met")


def main() -> None:
    """As a worker, whose rows the page reads."""
    today = timezone.now()
    with acting_for(worker(LAKESIDE)):
        for number in range(DAYS):
            on = today.date() - timedelta(days=number)
            day = Day.objects.create(
                organization_id=LAKESIDE, on=on, digest="0" * 64, entry_id=UUID(int=9), note=NOTE
            )
            Frozen.objects.bulk_create(
                Frozen(
                    organization_id=LAKESIDE,
                    day=day,
                    on=on,
                    citation=each.citation,
                    status=STATUSES[place % len(STATUSES)],
                    sentence="All 14 people who left lost their access on their last day.",
                    collected_at=today,
                )
                for place, each in enumerate(all_standards())
            )


if __name__ == "__main__":
    main()
