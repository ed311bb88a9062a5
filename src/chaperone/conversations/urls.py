from django.urls import path

from chaperone.conversations.views import acts, answering, drafts, inbox, thread

app_name = "conversations"

_THREAD = "threads/<uuid:conversation_id>/"

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/version/", inbox.inbox_version, name="inbox_version"),
    path("inbox/find/", inbox.find, name="find"),
    path("answering/", answering.dashboard, name="answering"),
    path("answering/drafts/", drafts.decided, name="answering_drafts"),
    path(_THREAD, thread.thread, name="thread"),
    path(f"{_THREAD}version/", thread.thread_version, name="thread_version"),
    path(f"{_THREAD}reply/", thread.reply, name="reply"),
    path(f"{_THREAD}take-over/", acts.take_over, name="take_over"),
    path(f"{_THREAD}hand-back/", acts.hand_back, name="hand_back"),
    path(f"{_THREAD}answerer/", acts.answerer, name="answerer"),
    path(f"{_THREAD}assign/", acts.assign, name="assign"),
    path(f"{_THREAD}drafts/<uuid:draft_id>/", drafts.compared, name="answering_draft"),
    path(f"{_THREAD}drafts/<uuid:draft_id>/approve/", acts.draft_approve, name="draft_approve"),
    path(f"{_THREAD}drafts/<uuid:draft_id>/discard/", acts.draft_discard, name="draft_discard"),
]
