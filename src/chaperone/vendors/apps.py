from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "chaperone.vendors"
    label = "vendors"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        from chaperone.access.registry import shut_out_where
        from chaperone.ledger.gates import gate_with
        from chaperone.vendors import kinds  # noqa: F401  declares
        from chaperone.vendors.leaving import covered

        gate_with(covered)
        shut_out_where("NOT vendors_lets_in(%s)")
