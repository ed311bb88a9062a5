from django.urls import path

from chaperone.conversations.unknown import views

app_name = "unknown"
_NUMBER = "<uuid:unknown_id>/"

urlpatterns = [
    path("", views.numbers, name="numbers"),
    path("open/", views.open_count, name="open"),
    path(_NUMBER, views.number, name="number"),
    path(f"{_NUMBER}find/", views.find, name="find"),
    path(f"{_NUMBER}move/", views.move, name="move"),
    path(f"{_NUMBER}dismiss/", views.dismiss, name="dismiss"),
    path(f"{_NUMBER}take-back/", views.take_back, name="take_back"),
]
