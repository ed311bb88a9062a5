from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "chaperone.facilities"
    label = "facilities"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.access.registry import Ending, copies_need, end_with_access
        from chaperone.facilities.actions.copies import withdraw_all
        from chaperone.facilities.actions.using import use_approval

        copies_need(use_approval)
        end_with_access(Ending("requests to copy", withdraw_all))
