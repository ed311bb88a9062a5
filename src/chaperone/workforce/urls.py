from django.urls import path

from chaperone.workforce.views import confidential, homes, officials, own, register

app_name = "workforce"
urlpatterns = [
    path("", register.register, name="register"),
    path("mine/", own.mine, name="mine"),
    path("confidentiality/", own.confidentiality, name="confidentiality"),
    path("officials/", officials.officials, name="officials"),
    path("officials/add/", officials.official_add, name="official_add"),
    path("contacts/<slug:organization>/", officials.contacts, name="contacts"),
    path("lines/<uuid:line_id>/", register.line, name="line"),
    path("lines/<uuid:line_id>/done/", register.tick, name="line_done"),
    path("records/<uuid:record_id>/retire/", confidential.record_retire, name="record_retire"),
    path("<uuid:person_id>/", register.person, name="person"),
    path("<uuid:person_id>/change/", register.change, name="change"),
    path("<uuid:person_id>/home/", homes.home, name="home"),
    path("<uuid:person_id>/home/remove/", homes.home_remove, name="home_remove"),
    path("<uuid:person_id>/leave/", register.leave, name="leave"),
    path("<uuid:person_id>/confidential/", confidential.file, name="confidential"),
    path("<uuid:person_id>/confidential/add/", confidential.record_add, name="confidential_add"),
]
