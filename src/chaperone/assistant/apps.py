from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "chaperone.assistant"
    label = "assistant"

    def ready(self) -> None:
        from chaperone.assistant.providers import checks, settings  # noqa: F401  registers them
