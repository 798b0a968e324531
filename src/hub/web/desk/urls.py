"""Every address of the desk, part by part."""

from django.urls import include, path

from hub.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.front, name="front"),
    path("heard/", views.heard, name="heard"),
    path("", include("hub.web.desk.queue.urls")),
    path("", include("hub.web.desk.alarms.urls")),
    path("", include("hub.web.desk.safeguarding.urls")),
    path("", include("hub.web.desk.cases.urls")),
    path("", include("hub.web.desk.deciding.urls")),
    path("", include("hub.web.desk.entry.urls")),
    path("", include("hub.web.desk.inspector.urls")),
    path("", include("hub.web.desk.routing.urls")),
    path("", include("hub.web.desk.looks.urls")),
    path("", include("hub.web.desk.aside.urls")),
    path("", include("hub.web.desk.quarantine.urls")),
    path("", include("hub.web.desk.borough.urls")),
    path("", include("hub.web.desk.record.urls")),
    path("", include("hub.web.desk.people.urls")),
    path("", include("hub.web.desk.system.urls")),
]
