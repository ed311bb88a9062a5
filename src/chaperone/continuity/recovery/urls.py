from django.urls import path

from chaperone.continuity.recovery.views import contacts, order

app_name = "recovery"
_SYSTEM, _CONTACT = "systems/<uuid:system_id>/", "contacts/<uuid:contact_id>/"
urlpatterns = [
    path("", order.order, name="order"),
    path("propose/", order.propose, name="propose"),
    path("add/", order.add, name="add"),
    path("sign/", order.sign, name="sign"),
    path("signed/", order.signed, name="signed"),
    path(_SYSTEM, order.system, name="system"),
    path(f"{_SYSTEM}change/", order.change, name="change"),
    path(f"{_SYSTEM}retire/", order.retire, name="retire"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/list.pdf", contacts.contacts_pdf, name="contacts_pdf"),
    path("contacts/put-away/", contacts.contacts_put_away, name="contacts_put_away"),
    path("contacts/add/", contacts.contact_add, name="contact_add"),
    path(f"{_CONTACT}change/", contacts.contact_change, name="contact_change"),
    path(f"{_CONTACT}retire/", contacts.contact_retire, name="contact_retire"),
]
