"""The addresses of a decision and of what follows it."""

from django.urls import URLPattern, path

from hub.web.desk.cases.doing import view_of
from hub.web.desk.deciding import views
from hub.web.desk.deciding.steps import STEPS

urlpatterns: list[URLPattern] = [
    path("cases/<str:reference>/decision/", views.decision, name="case-decision"),
    path("cases/<str:reference>/offences/", views.offences, name="case-offences"),
    *(path(f"cases/<str:reference>/{each.name}/", view_of(each), name=f"case-{each.name}") for each in STEPS),
]
