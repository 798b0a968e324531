"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.borough import views

urlpatterns = [
    path("yours/", views.yours, name="yours"),
    path("unit/", views.unit, name="unit"),
    path("ask/<str:case>/", views.ask, name="ask-hub"),
]
