from django.urls import path

from chaperone.members import views

app_name = "members"
urlpatterns = [
    path("", views.search, name="search"),
    path("<uuid:member_id>/", views.member, name="member"),
]
