"""What the rooms below this one keep: they cannot register it themselves."""

from chaperone.retention.classes import DOCUMENTATION, SIX_YEARS, Class, Months, Reach, Rows

CLASSES = (
    Class(
        name="ledger.entries",
        label="The ledger",
        about="Who did what, when and why, and who opened whose data.",
        default_days=SIX_YEARS,
        minimum_days=SIX_YEARS,
        legal_source=DOCUMENTATION,
        goes="Entries, a whole month at a time, under a signed entry that says so.",
        stays="The hash of each entry, so that the rest is verified as before.",
        reach=Reach.INSTALLATION,
        elsewhere="The operator destroys a month by “chaperone ledger prune”.",
    ),
    Class(
        name="requestlog.requests",
        label="The request log",
        about="Which page was asked for, by whom, from where, and what came of it; sealed.",
        default_days=SIX_YEARS,
        minimum_days=SIX_YEARS,
        legal_source=DOCUMENTATION,
        goes="Requests of all organizations, a whole month at a time.",
        stays="Nothing of them; the ledger has its own entries.",
        reach=Reach.INSTALLATION,
        found=Months(
            table="requestlog_request",
            listing="select name, entries from retention_request_months(%(bound)s)",
            drop="select retention_drop_request_month(%(name)s)",
        ),
    ),
    Class(
        name="jobs.finished",
        label="Finished jobs",
        about="What workers were told to look at: a name, ids, and when.",
        default_days=30,
        minimum_days=7,
        legal_source="None: they help to find faults, and say nothing that the ledger does not.",
        goes="Jobs that ended, with their events.",
        stays="Jobs that wait or run.",
        reach=Reach.INSTALLATION,
        found=Rows(
            table="procrastinate_jobs",
            aged="(select max(e.at) from procrastinate_events e where e.job_id = t.id)",
            condition="t.status in ('succeeded', 'failed', 'cancelled', 'aborted')",
            organization="",
            key="bigint",
        ),
    ),
)
