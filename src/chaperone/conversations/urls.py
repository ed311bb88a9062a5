from django.urls import path

from chaperone.conversations import views

app_name = "conversations"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/version/", views.inbox_version, name="inbox_version"),
    path("threads/<uuid:conversation_id>/", views.thread, name="thread"),
    path("threads/<uuid:conversation_id>/version/", views.thread_version, name="thread_version"),
    path("threads/<uuid:conversation_id>/reply/", views.reply, name="reply"),
    path("threads/<uuid:conversation_id>/take-over/", views.take_over, name="take_over"),
    path("threads/<uuid:conversation_id>/hand-back/", views.hand_back, name="hand_back"),
]
