from django.urls import path

from chaperone.policies.views import deciding, public, reading, register, writing

app_name = "policies"
urlpatterns = [
    path("", register.register, name="register"),
    path("add/", writing.add, name="add"),
    path("starters/", writing.starters, name="starters"),
    path("starters/adopt/", writing.take, name="adopt"),
    path("overdue/", reading.lacking, name="overdue"),
    path("mine/", reading.mine, name="mine"),
    path("mine/clear/", reading.clear, name="clear"),
    path("read/<uuid:version_id>/", reading.read, name="read"),
    path("read/<uuid:version_id>/acknowledge/", reading.sign_off, name="acknowledge"),
    path("read/<uuid:version_id>/policy.pdf", reading.pdf, name="pdf"),
    path("versions/<uuid:version_id>/submit/", writing.send_to_review, name="submit"),
    path("versions/<uuid:version_id>/discard/", writing.throw_away, name="discard"),
    path("versions/<uuid:version_id>/decide/", deciding.decide, name="decide"),
    path("versions/<uuid:version_id>/publish/", deciding.put_in_force, name="publish"),
    path("public/<slug:organization>/", public.published, name="public_list"),
    path("public/<slug:organization>/<slug:name>/", public.one, name="public"),
    path("<uuid:policy_id>/", register.policy, name="policy"),
    path("<uuid:policy_id>/draft/", writing.draft, name="draft"),
    path("<uuid:policy_id>/compare/", register.compare, name="compare"),
    path("<uuid:policy_id>/review/", deciding.review, name="review"),
    path("<uuid:policy_id>/retire/", deciding.end, name="retire"),
]
