from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "chaperone.conversations"
    label = "conversations"

    def ready(self) -> None:
        from chaperone.carriers.inbound import receive_with
        from chaperone.carriers.receipts import receipt_with
        from chaperone.conversations import destruction
        from chaperone.conversations.actions.receipt import note_receipt
        from chaperone.conversations.actions.receive import receive
        from chaperone.retention.registry import Purger, purge_with

        receive_with(receive)
        receipt_with(note_receipt)
        purge_with(
            Purger("conversations", destruction.check, destruction.purge, destruction.write_anew)
        )
