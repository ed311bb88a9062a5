from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "chaperone.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        from chaperone.accounts.registry import home_of
        from chaperone.requestlog.registry import find_organization_with

        find_organization_with(home_of)
