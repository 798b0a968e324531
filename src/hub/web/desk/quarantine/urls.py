"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.quarantine import views

urlpatterns = [
    path("quarantine/", views.waiting, name="quarantine"),
    path("quarantine/<str:exhibit>/", views.one, name="in-quarantine"),
]
