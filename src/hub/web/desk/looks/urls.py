"""The addresses of the second look."""

from django.urls import path

from hub.web.desk.looks import views

urlpatterns = [
    path("looks/", views.waiting, name="looks"),
    path("looks/differences/", views.differences, name="differences"),
    path("looks/<str:look>/", views.look, name="look"),
]
