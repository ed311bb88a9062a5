from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "chaperone.facilities"
    label = "facilities"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.access.registry import (
            Ending,
            copies_need,
            end_with_access,
            know_devices_by,
        )
        from chaperone.duties.registry import due_from
        from chaperone.facilities.actions.copies import withdraw_all
        from chaperone.facilities.actions.using import use_approval
        from chaperone.facilities.dues import dues
        from chaperone.facilities.queries.devices import with_checked_device
        from chaperone.facilities.queries.sites import page_of_site
        from chaperone.facilities.retained import COPIES
        from chaperone.facilities.tables import ALL, MANAGE, READ
        from chaperone.registers.declared import declare
        from chaperone.registers.registry import guards_records
        from chaperone.retention.classes import register as keep

        copies_need(use_approval)
        end_with_access(Ending("requests to copy", withdraw_all))
        know_devices_by(with_checked_device)
        guards_records("facilities.site", read=READ, manage=MANAGE, page=page_of_site)
        due_from(dues)
        keep(COPIES)
        for register in ALL:
            declare(register)
