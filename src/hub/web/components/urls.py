"""Where the kit is shown."""

from django.urls import path

from hub.web.components import views

app_name = "components"
urlpatterns = [path("", views.kit, name="kit")]
