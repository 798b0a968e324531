"""The addresses of the queue."""

from django.urls import path

from hub.web.desk.queue import bulk, finding, views

urlpatterns = [
    path("queue/", views.waiting, name="queue"),
    path("mine/", views.mine, name="mine"),
    path("exits/", views.exits, name="exits"),
    path("queue/arrived/", views.arrived, name="arrived"),
    path("queue/bulk/", bulk.bulk, name="bulk"),
    path("queue/bulk/<str:reference>/", bulk.done, name="bulk-done"),
    path("queue/bulk/<str:reference>/undo/", bulk.undo, name="bulk-undo"),
    path("queue/views/", views.keep_view, name="keep-view"),
    path("queue/views/<int:view>/forget/", views.forget_view, name="forget-view"),
    path("queue/<str:subject>/claim/", views.claim, name="claim"),
    path("queue/<str:subject>/release/", views.release, name="release"),
    path("queue/<str:subject>/hand-over/", views.hand_over, name="hand-over"),
    path("find/", finding.find, name="find"),
]
