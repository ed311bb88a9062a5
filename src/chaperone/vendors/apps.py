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
        from chaperone.vendors.declaring import agreements_page, customers_page, page_of
        from chaperone.vendors.dues import falling_due
        from chaperone.vendors.leaving import covered
        from chaperone.vendors.sheet import AGREEMENTS, REGISTER
        from chaperone.vendors.signing import AGREEMENT, CUSTOMER_AGREEMENT

        gate_with(covered)
        shut_out_where("NOT vendors_lets_in(%s)")
        declare(AGREEMENTS)
        declare(REGISTER)
        due_from(falling_due)
        read, manage = "vendors.read", "vendors.manage"
        guards_records("vendors.vendor", read=read, manage=manage, page=page_of)
        guards_records(AGREEMENT, read=read, manage=manage, page=agreements_page)
        guards_records(CUSTOMER_AGREEMENT, read=read, manage=manage, page=customers_page)
