from django.urls import path

from chaperone.registers.views import attachments, files

app_name = "registers"
urlpatterns = [
    path("files/<uuid:attachment_id>/", attachments.download, name="attachment"),
    path("files/<uuid:attachment_id>/retire/", attachments.retire, name="attachment_retire"),
    path("files/of/<str:kind>/<uuid:record_id>/", attachments.add, name="attachment_add"),
    path("<slug:name>/export.csv", files.export_csv, name="export_csv"),
    path("<slug:name>/export.json", files.export_json, name="export_json"),
    path("<slug:name>/import/", files.upload, name="import"),
    path("<slug:name>/import/example.csv", files.example, name="import_example"),
    path("<slug:name>/import/<uuid:upload_id>/", files.import_preview, name="import_preview"),
    path(
        "<slug:name>/import/<uuid:upload_id>/discard/", files.import_discard, name="import_discard"
    ),
]
