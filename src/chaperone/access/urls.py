from django.urls import path

from chaperone.access.views import emergencies, officers, own, reviews, roles

app_name = "access"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("missing/", own.clearances, name="clearances"),
    path("organizations/", own.organizations, name="organizations"),
    path("ask/", own.ask, name="ask"),
    path("requests/", officers.requests, name="requests"),
    path("requests/<uuid:request_id>/", own.one_request, name="request"),
    path("requests/<uuid:request_id>/withdraw/", own.take_back, name="withdraw"),
    path("requests/<uuid:request_id>/decide/", officers.decide, name="decide"),
    path("people/", officers.people, name="register"),
    path("people/<uuid:user_id>/end/", officers.end_all, name="end-person"),
    path("grants/<uuid:grant_id>/end/", officers.end_one, name="end-grant"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.new, name="new-role"),
    path("roles/<slug:name>/", roles.change, name="role"),
    path("roles/<slug:name>/retire/", roles.retire, name="retire-role"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/begin/", reviews.begin, name="begin-review"),
    path("reviews/<uuid:review_id>/", reviews.one, name="review"),
    path("reviews/<uuid:review_id>/<uuid:item_id>/", reviews.decide, name="decide-item"),
    path("emergency/", emergencies.begin, name="emergency"),
    path("emergencies/", emergencies.to_review, name="emergencies"),
    path("emergencies/<uuid:emergency_id>/", emergencies.one, name="one-emergency"),
    path("emergencies/<uuid:emergency_id>/end/", emergencies.end, name="end-emergency"),
    path("emergencies/<uuid:emergency_id>/judge/", emergencies.judge, name="judge-emergency"),
]
