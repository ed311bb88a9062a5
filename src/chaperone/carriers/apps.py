from django.apps import AppConfig


class CarriersConfig(AppConfig):
    name = "chaperone.carriers"
    label = "carriers"

    def ready(self) -> None:
        from chaperone.carriers.aws import checks  # noqa: F401  registers them
        from chaperone.carriers.retained import ARRIVALS, UNKNOWN_TEXTS
        from chaperone.retention.classes import register

        register(ARRIVALS, UNKNOWN_TEXTS)
