from django.urls import path

from chaperone.risks.specifications import views

app_name = "specifications"
urlpatterns = [
    path("", views.register, name="register"),
    path("propose/", views.propose, name="propose"),
    path("sign/", views.sign, name="sign"),
    path("<str:citation>/", views.specification, name="specification"),
    path("<str:citation>/write/", views.write, name="write"),
    path("<str:citation>/review/", views.review, name="review"),
]
