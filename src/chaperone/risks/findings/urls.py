from django.urls import path

from chaperone.risks.findings.views import exceptions, imports, register, verbs

app_name = "findings"
urlpatterns = [
    path("", register.register, name="register"),
    path("add/", register.add, name="add"),
    path("import/", imports.upload, name="import"),
    path("import/<uuid:import_id>/", imports.import_preview, name="import_preview"),
    path("import/<uuid:import_id>/discard/", imports.import_discard, name="import_discard"),
    path("exceptions/", exceptions.waiting, name="exceptions"),
    path("exceptions/<uuid:exception_id>/", exceptions.decide, name="decide"),
    path("exceptions/<uuid:exception_id>/withdraw/", exceptions.withdraw, name="withdraw"),
    path("<uuid:finding_id>/", register.finding, name="finding"),
    path("<uuid:finding_id>/assign/", verbs.assign, name="assign"),
    path("<uuid:finding_id>/close/", verbs.close, name="close"),
    path("<uuid:finding_id>/reopen/", verbs.reopen, name="reopen"),
    path("<uuid:finding_id>/ask/", exceptions.ask, name="ask"),
]
