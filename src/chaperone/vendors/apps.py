from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "chaperone.vendors"
    label = "vendors"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.access.registry import shut_out_where
        from chaperone.duties.registry import due_from
        from chaperone.ledger.gates import gate_with
        from chaperone.registers.declared import declare
        from chaperone.registers.registry import guards_records
        from chaperone.vendors import kinds  # noqa: F401  declares
        from chaperone.vendors.declaring import page_of
        from chaperone.vendors.dues import falling_due
        from chaperone.vendors.leaving import covered
        from chaperone.vendors.sheet import REGISTER

        gate_with(covered)
        shut_out_where("NOT vendors_lets_in(%s)")
        declare(REGISTER)
        due_from(falling_due)
        guards_records("vendors.vendor", read="vendors.read", manage="vendors.manage", page=page_of)
