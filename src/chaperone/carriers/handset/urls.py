from django.urls import path

from chaperone.carriers.handset import views

app_name = "carriers_handset"
urlpatterns = [
    path("", views.phone, name="phone"),
    path("send/", views.send, name="send"),
    path("messages/", views.messages, name="messages"),
]
