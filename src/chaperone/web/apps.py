from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "chaperone.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        from chaperone.accounts.registry import home_of
        from chaperone.accounts.requests import address_of
        from chaperone.requestlog.registry import know_requests_by
        from chaperone.web.enforcement.registering import register

        know_requests_by(home=home_of, address=address_of)
        register()
