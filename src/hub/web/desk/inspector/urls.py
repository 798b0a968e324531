"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.inspector import disputes, lists, views

urlpatterns = [
    path("morning/", views.morning, name="morning"),
    path("due/", lists.due, name="due"),
    path("clocks/", lists.clocks, name="clocks"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("reports-of/", lists.reports_of, name="reports-of"),
    path("opened/", lists.opened, name="opened"),
    path("opened/<int:opening>/seen/", lists.seen, name="seen"),
]
