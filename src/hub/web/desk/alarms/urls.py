"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.alarms import rota, views

urlpatterns = [
    path("alarms/", views.alarms, name="alarms"),
    path("alarms/from/<str:token>/", views.from_link, name="alarm-link"),
    path("alarms/<str:reference>/", views.alarm, name="alarm"),
    path("alarms/<str:reference>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("alarms/<str:reference>/danger/", views.danger, name="name-danger"),
    path("on-call/", rota.rota, name="on-call"),
    path("on-call/add/", rota.add, name="add-shift"),
    path("on-call/shifts/<str:shift>/remove/", rota.remove, name="remove-shift"),
    path("on-call/ways/<str:officer>/", rota.ways, name="ways"),
    path("on-call/ways/<str:officer>/<str:channel>/first/", rota.put_first, name="put-way-first"),
    path("on-call/ways/<str:officer>/<str:channel>/remove/", rota.remove_way, name="remove-way"),
]
