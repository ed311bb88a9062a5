from django.urls import path

from chaperone.vendors import views

app_name = "vendors"
urlpatterns = [
    path("", views.register, name="register"),
    path("add/", views.vendor_add, name="vendor_add"),
    path("<uuid:vendor_id>/agreements/add/", views.agreement_add, name="agreement_add"),
    path("agreements/<uuid:agreement_id>/end/", views.agreement_end, name="agreement_end"),
]
