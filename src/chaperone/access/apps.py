from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "chaperone.access"
    label = "access"

    def ready(self) -> None:
        from chaperone.access.queries import home_organization
        from chaperone.accounts.registry import find_home_with

        find_home_with(home_organization)
