from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "chaperone.conversations"
    label = "conversations"

    def ready(self) -> None:
        from chaperone.carriers.inbound import receive_with
        from chaperone.carriers.receipts import receipt_with
        from chaperone.conversations import defaults, destruction  # noqa: F401  # declares
        from chaperone.conversations.actions.follow import follow_membership
        from chaperone.conversations.actions.receipt import note_receipt
        from chaperone.conversations.actions.receive import receive
        from chaperone.members.registry import follow_membership_with
        from chaperone.retention.registry import Purger, purge_with

        receive_with(receive)
        receipt_with(note_receipt)
        follow_membership_with(follow_membership)
        purge_with(
            Purger("conversations", destruction.check, destruction.purge, destruction.write_anew)
        )
