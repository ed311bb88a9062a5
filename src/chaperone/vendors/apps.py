from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "chaperone.vendors"
    label = "vendors"
    default_auto_field = "django.db.models.UUIDField"
