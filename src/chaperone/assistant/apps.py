from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "chaperone.assistant"
    label = "assistant"
