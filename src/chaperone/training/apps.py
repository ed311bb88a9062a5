from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "chaperone.training"
    label = "training"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.access.clearances import Clearance, register
        from chaperone.access.registry import Ending, end_with_access, when_hired
        from chaperone.duties.registry import due_from
        from chaperone.registers.declared import declare
        from chaperone.training import (
            notices,  # noqa: F401  declares them
            settings,  # noqa: F401  declares them
        )
        from chaperone.training.actions.assigning import CLEARANCE, end_assignments, welcome
        from chaperone.training.declaring import COURSES, REGISTER
        from chaperone.training.falling_due import dues

        register(
            Clearance(
                name=CLEARANCE,
                label="Training",
                sentence="Pass your training before you can see members' data.",
                mend_at="training:mine",
            )
        )
        when_hired(welcome)
        end_with_access(Ending("training to be taken", end_assignments))
        declare(COURSES)
        declare(REGISTER)
        due_from(dues)
