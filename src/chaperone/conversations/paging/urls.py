from django.urls import path

from chaperone.conversations.paging import views

app_name = "paging"
urlpatterns = [
    path("by-link/<str:token>/", views.by_link, name="by_link"),
    path("<uuid:page_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<uuid:page_id>/reach/", views.reach, name="reach"),
]
