"""The addresses of the queues and the rules."""

from django.urls import path

from hub.web.desk.routing import views

urlpatterns = [
    path("routing/", views.everything, name="routing"),
    path("routing/rules/new/", views.rule, name="rule-new"),
    path("routing/rules/<str:rule>/", views.rule, name="rule"),
    path("routing/queues/new/", views.named_queue, name="queue-new"),
    path("routing/queues/<slug:named>/", views.named_queue, name="queue-named"),
]
