from django.urls import path

from chaperone.web.status import views

app_name = "status"
urlpatterns = [
    path("", views.status, name="status"),
    path("<uuid:alarm_id>/quieten/", views.quieten, name="quieten"),
]
