"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.entry import views

urlpatterns = [
    path("new-report/", views.new_report, name="new-report"),
    path("new-report/<str:draft>/", views.enter, name="enter"),
    path("new-report/<str:draft>/save/", views.save, name="save-draft"),
    path("new-report/<str:draft>/alike/", views.alike, name="alike"),
    path("new-report/<str:draft>/discard/", views.discard, name="discard-draft"),
    path("new-report/<str:draft>/sent/", views.sent, name="sent"),
]
