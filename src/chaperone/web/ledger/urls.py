from django.urls import path

from chaperone.web.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.search, name="search"),
    path("verify/", views.verify, name="verify"),
    path("account/", views.account, name="account"),
    path("entries/<uuid:entry_id>/", views.entry, name="entry"),
    path("entries/<uuid:entry_id>/check/", views.check, name="check"),
]
