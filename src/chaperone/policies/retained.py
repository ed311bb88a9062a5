"""How long this room's rows are kept (registered in ``retention``)."""

from chaperone.retention.classes import DOCUMENTATION, SIX_YEARS, Class, Rows

VERSIONS = Class(
    name="policies.versions",
    label="Former versions of policies",
    about="What a policy said, who approved it, and who acknowledged it.",
    default_days=SIX_YEARS,
    minimum_days=SIX_YEARS,
    legal_source=DOCUMENTATION,
    goes="Versions that were replaced, retired or discarded, with acknowledgements and reviews.",
    stays="The version in force, the policy's name, and the ledger's entries.",
    choosable=True,
    found=Rows(
        table="policies_version",
        aged="policies_last_in_effect(t.id)",
        condition="t.state in ('published', 'discarded')",
        with_them=(
            "delete from policies_acknowledgement where version_id = any(%(ids)s)",
            "delete from policies_review where version_id = any(%(ids)s)",
        ),
    ),
)
