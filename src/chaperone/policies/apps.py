from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "chaperone.policies"
    label = "policies"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.access import clearances
        from chaperone.access.registry import know_confidentiality_by, when_hired
        from chaperone.duties.registry import due_from
        from chaperone.policies import settings  # noqa: F401  declares them
        from chaperone.policies.actions.standing import CLEARANCE, welcome
        from chaperone.policies.declaring import REGISTER
        from chaperone.policies.queries.confidentiality import confidentiality
        from chaperone.policies.queries.duties import what_falls_due
        from chaperone.policies.retained import VERSIONS
        from chaperone.registers.declared import declare
        from chaperone.retention.classes import register

        clearances.register(
            clearances.Clearance(
                name=CLEARANCE,
                label="Policies",
                sentence="Read and acknowledge the policies before you can see members' data.",
                mend_at="policies:mine",
            )
        )
        when_hired(welcome)
        due_from(what_falls_due)
        know_confidentiality_by(confidentiality)
        declare(REGISTER)
        register(VERSIONS)
