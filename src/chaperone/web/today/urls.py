from django.urls import path

from chaperone.web.today import views

app_name = "today"
urlpatterns = [
    path("", views.today, name="today"),
    path("told/", views.told_seen, name="told_seen"),
]
