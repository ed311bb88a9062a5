from django.urls import path

from chaperone.continuity.backups import views

app_name = "backups"
urlpatterns = [
    path("", views.register, name="backups"),
    path("now/", views.now, name="now"),
]
