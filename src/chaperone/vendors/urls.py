from django.urls import path

from chaperone.vendors.views import agreements, customers, diligence, gates, register

app_name = "vendors"
urlpatterns = [
    path("", register.register, name="register"),
    path("add/", register.vendor_add, name="vendor_add"),
    path("chain/", register.chain, name="chain"),
    path("gates/", gates.gates, name="gates"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("customers/", customers.customers, name="customers"),
    path(
        "customers/<uuid:customer_id>/agreements/add/",
        customers.customer_agreement_add,
        name="customer_agreement_add",
    ),
    path(
        "customers/agreements/<uuid:customer_agreement_id>/",
        customers.customer_agreement,
        name="customer_agreement",
    ),
    path(
        "customers/agreements/<uuid:customer_agreement_id>/sign/",
        customers.customer_agreement_sign,
        name="customer_agreement_sign",
    ),
    path(
        "customers/agreements/<uuid:customer_agreement_id>/end/",
        customers.customer_agreement_end,
        name="customer_agreement_end",
    ),
    path("<uuid:vendor_id>/", register.vendor, name="vendor"),
    path("<uuid:vendor_id>/change/", register.vendor_change, name="vendor_change"),
    path("<uuid:vendor_id>/retire/", register.vendor_retire, name="vendor_retire"),
    path("<uuid:vendor_id>/assess/", diligence.assess, name="assess"),
    path("<uuid:vendor_id>/documents/add/", diligence.assurance_add, name="assurance_add"),
    path(
        "documents/<uuid:assurance_id>/retire/", diligence.assurance_retire, name="assurance_retire"
    ),
    path("<uuid:vendor_id>/agreements/add/", agreements.agreement_add, name="agreement_add"),
    path("agreements/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/sign/", agreements.agreement_sign, name="agreement_sign"),
    path("agreements/<uuid:agreement_id>/end/", agreements.agreement_end, name="agreement_end"),
]
