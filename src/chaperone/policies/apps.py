from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "chaperone.policies"
    label = "policies"
    default_auto_field = "django.db.models.UUIDField"
