from django.urls import path

from chaperone.risks.changes import views

app_name = "changes"
urlpatterns = [
    path("", views.register, name="register"),
    path("add/", views.add, name="add"),
    path("<uuid:release_id>/", views.release, name="release"),
    path("<uuid:release_id>/change/", views.change, name="change"),
    path("<uuid:release_id>/decide/", views.decide, name="decide"),
]
