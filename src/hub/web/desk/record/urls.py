"""The addresses of the auditor's view of the record."""

from django.urls import path

from hub.web.desk.record import chain, views

urlpatterns = [
    path("record/", views.record, name="record"),
    path("record/days/", views.days, name="record-days"),
    path("record/choose/", views.choose, name="record-choose"),
    path("record/person/", views.person, name="record-person"),
    path("record/export/", views.export, name="record-export"),
    path("chain/", chain.chain, name="chain"),
    path("chain/examine/", chain.examine, name="chain-examine"),
    path("chain/examinations/<str:examination>/", chain.progress, name="chain-progress"),
]
