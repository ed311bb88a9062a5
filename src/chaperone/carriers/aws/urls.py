from django.urls import path

from chaperone.carriers.aws import views

app_name = "carriers_aws"
urlpatterns = [path("", views.inbound, name="inbound")]
