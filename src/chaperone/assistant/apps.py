from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "chaperone.assistant"
    label = "assistant"

    def ready(self) -> None:
        from chaperone.assistant.catalogue import catalogue
        from chaperone.assistant.dues import library_dues
        from chaperone.assistant.providers import checks, settings  # noqa: F401  registers them
        from chaperone.duties.registry import due_from
        from chaperone.jobs.beforehand import made_beforehand

        due_from(library_dues)
        made_beforehand(catalogue)
