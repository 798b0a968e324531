"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.aside import owed, submissions, views
from hub.web.desk.aside.steps import STEPS, view_of

urlpatterns = [
    path("aside/", views.originals, name="originals"),
    path("aside/<str:reference>/", views.set_aside, name="set-aside"),
    path("aside/<str:reference>/originals/<str:report>/", views.original, name="aside-original"),
    path("aside/<str:reference>/owed/<str:duty>/", owed.owed, name="aside-owed"),
    path("aside/<str:reference>/submission/", submissions.write, name="aside-submission"),
    *(
        path(f"aside/<str:reference>/{each.name}/", view_of(each), name=f"aside-{each.name}")
        for each in STEPS
    ),
    path("submissions/", submissions.every, name="submissions"),
    path("submissions/<str:submission>/", submissions.one, name="submission"),
    path("submissions/<str:submission>/decide/", submissions.decide, name="submission-decide"),
]
