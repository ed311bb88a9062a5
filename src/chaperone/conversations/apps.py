from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "chaperone.conversations"
    label = "conversations"
