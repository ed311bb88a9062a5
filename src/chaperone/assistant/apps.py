from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "chaperone.assistant"
    label = "assistant"

    def ready(self) -> None:
        from chaperone.assistant.dues import library_dues
        from chaperone.assistant.providers import checks, settings  # noqa: F401  registers them
        from chaperone.duties.registry import due_from

        due_from(library_dues)
