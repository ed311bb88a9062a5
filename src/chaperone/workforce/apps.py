from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "chaperone.workforce"
    label = "workforce"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.access.clearances import Clearance, register
        from chaperone.access.registry import Ending, end_with_access, when_hired
        from chaperone.duties.registry import due_from
        from chaperone.registers.declared import declare
        from chaperone.vault.registry import renews_indexes
        from chaperone.workforce import settings  # noqa: F401  declares them
        from chaperone.workforce.actions.agreeing import CLEARANCE
        from chaperone.workforce.actions.hiring import hire
        from chaperone.workforce.actions.leaving import note_leaving
        from chaperone.workforce.declaring import REGISTER
        from chaperone.workforce.falling_due import dues
        from chaperone.workforce.homes import INDEXES

        register(
            Clearance(
                name=CLEARANCE,
                label="Confidentiality agreement",
                sentence="Sign the confidentiality agreement before you can see members' data.",
                mend_at="workforce:confidentiality",
            )
        )
        when_hired(hire)
        end_with_access(Ending("checklists of who leaves", note_leaving))
        declare(REGISTER)
        due_from(dues)
        for indexes in INDEXES:
            renews_indexes(indexes)
