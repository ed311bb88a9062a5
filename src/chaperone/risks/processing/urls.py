from django.urls import path

from chaperone.risks.processing import views

app_name = "processing"
urlpatterns = [
    path("", views.register, name="register"),
    path("propose/", views.propose, name="propose"),
    path("add/", views.add, name="add"),
    path("<uuid:activity_id>/", views.activity, name="activity"),
    path("<uuid:activity_id>/change/", views.change, name="change"),
    path("<uuid:activity_id>/need/", views.need, name="need"),
    path("<uuid:activity_id>/assess/", views.assess, name="assess"),
    path("<uuid:activity_id>/sign/", views.sign, name="sign"),
    path("<uuid:activity_id>/retire/", views.retire, name="retire"),
]
