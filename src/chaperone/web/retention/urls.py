from django.urls import path

from chaperone.web.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.classes, name="classes"),
    path("classes/<str:name>/", views.one_class, name="class"),
    path("periods/<uuid:period_id>/", views.period, name="period"),
    path("periods/<uuid:period_id>/take-back/", views.period_take_back, name="period_take_back"),
    path("next/", views.what_goes_next, name="next"),
    path("holds/", views.holds, name="holds"),
    path("holds/add/", views.hold_add, name="hold_add"),
    path("holds/member/<uuid:member_id>/", views.hold_member, name="hold_member"),
    path("holds/<uuid:hold_id>/", views.hold, name="hold"),
    path("holds/<uuid:hold_id>/release/", views.hold_release, name="hold_release"),
    path("runs/", views.runs, name="runs"),
    path("runs/<uuid:run_id>/", views.run, name="run"),
    path("runs/<uuid:run_id>/stop/", views.run_stop, name="run_stop"),
    path("runs/<uuid:run_id>/certificate.pdf", views.run_pdf, name="run_pdf"),
    path("runs/<uuid:run_id>/certificate.json", views.run_json, name="run_json"),
]
