from django.urls import path

from chaperone.web.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.search, name="search"),
    path("verify/", views.verify, name="verify"),
]
