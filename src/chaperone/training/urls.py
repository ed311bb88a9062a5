from django.urls import path

from chaperone.training.views import courses, own

app_name = "training"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("take/<uuid:assignment_id>/", own.take, name="take"),
    path("tries/<uuid:attempt_id>/pages/<int:number>/", own.page, name="page"),
    path("tries/<uuid:attempt_id>/questions/<int:number>/", own.question, name="question"),
    path("tries/<uuid:attempt_id>/result/", own.result, name="result"),
    path("certificates/<uuid:certificate_id>.pdf", own.certificate, name="certificate"),
    path("notes/<uuid:note_id>/read/", own.note_read, name="note_read"),
    path("overdue/", courses.overdue, name="overdue"),
    path("courses/", courses.register, name="courses"),
    path("courses/adopt/", courses.take_over, name="adopt"),
    path("courses/add/", courses.course_add, name="course_add"),
    path("courses/<uuid:course_id>/", courses.course, name="course"),
    path("courses/<uuid:course_id>/version/", courses.version_add, name="version_add"),
    path("courses/<uuid:course_id>/retire/", courses.course_retire, name="course_retire"),
]
