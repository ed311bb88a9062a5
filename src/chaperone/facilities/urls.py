from django.urls import path

from chaperone.facilities.views import copies

app_name = "facilities"
urlpatterns = [
    path("copies/", copies.copies, name="copies"),
    path("copies/ask/", copies.copy_ask, name="copy_ask"),
    path("copies/<uuid:copy_id>/", copies.copy, name="copy"),
    path("copies/<uuid:copy_id>/decide/", copies.copy_decide, name="copy_decide"),
    path("copies/<uuid:copy_id>/withdraw/", copies.copy_withdraw, name="copy_withdraw"),
]
