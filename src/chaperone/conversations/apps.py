from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "chaperone.conversations"
    label = "conversations"

    def ready(self) -> None:
        from chaperone.access.registry import Ending, end_with_access, held_where
        from chaperone.carriers.inbound import receive_with, staff_reply_with, unknown_with
        from chaperone.carriers.receipts import receipt_with
        from chaperone.conversations import defaults, destruction  # noqa: F401  # declares
        from chaperone.conversations.actions.follow import follow_membership
        from chaperone.conversations.actions.hurry import hurry_everywhere
        from chaperone.conversations.actions.receipt import note_receipt
        from chaperone.conversations.actions.receive import receive
        from chaperone.conversations.actions.release import release_all
        from chaperone.conversations.paging.actions.acknowledge import acknowledge_by_text
        from chaperone.conversations.paging.actions.escalate import escalate_everywhere
        from chaperone.conversations.paging.dues import rota_dues
        from chaperone.conversations.paging.texting import send_text
        from chaperone.conversations.retained import DRAFTS, MESSAGES
        from chaperone.conversations.unknown.actions.take_in import take_in
        from chaperone.duties.registry import due_from
        from chaperone.jobs.beforehand import done_meanwhile
        from chaperone.jobs.steady import steadily
        from chaperone.members.registry import follow_membership_with
        from chaperone.notices.registry import send_by
        from chaperone.retention.classes import register
        from chaperone.retention.registry import Purger, purge_with

        end_with_access(Ending("assigned conversations", release_all))
        held_where("conversations_holding(e.organization_id)")
        receive_with(receive)
        unknown_with(take_in)
        staff_reply_with(acknowledge_by_text)
        steadily(hurry_everywhere)
        # The fixed texts need no index over the library, so that they do not wait for it.
        done_meanwhile(hurry_everywhere)
        steadily(escalate_everywhere)
        send_by("text", send_text)
        due_from(rota_dues)
        receipt_with(note_receipt)
        follow_membership_with(follow_membership)
        purge_with(
            Purger("conversations", destruction.check, destruction.purge, destruction.write_anew)
        )
        register(DRAFTS, MESSAGES)
