from django.urls import path

from chaperone.risks.specifications.views import decisions, responsibility

app_name = "specifications"
urlpatterns = [
    path("", decisions.register, name="register"),
    path("responsibility/", responsibility.matrix, name="responsibility"),
    path("responsibility/matrix.csv", responsibility.as_csv, name="responsibility_csv"),
    path("responsibility/matrix.pdf", responsibility.as_pdf, name="responsibility_pdf"),
    path("propose/", decisions.propose, name="propose"),
    path("sign/", decisions.sign, name="sign"),
    path("<str:citation>/", decisions.specification, name="specification"),
    path("<str:citation>/write/", decisions.write, name="write"),
    path("<str:citation>/review/", decisions.review, name="review"),
]
