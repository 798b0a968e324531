"""Every address of the desk."""

from django.urls import path

from hub.web.desk import views

app_name = "desk"
urlpatterns = [path("", views.front, name="front")]
