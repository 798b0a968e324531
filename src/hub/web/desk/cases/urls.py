"""The addresses of this part of the desk: a case, a report that has none, and every step on either."""

from django.urls import URLPattern, path

from hub.web.desk.cases import cluster_page, lists, views
from hub.web.desk.cases.asking import Step
from hub.web.desk.cases.doing import view_of
from hub.web.desk.cases.every_step import EVERY_STEP


def _step(kind: str, step: Step) -> URLPattern:
    """The address of one step on a case or on a report."""
    about = "<str:about>/" if step.about else ""
    return path(f"{kind}/<str:reference>/{step.name}/{about}", view_of(step), name=f"{kind[:-1]}-{step.name}")


def _both(kind: str) -> list[URLPattern]:
    """What can be seen and done on a case and on a report alike."""
    here, one = f"{kind}/<str:reference>/", kind[:-1]
    return [
        path(f"{here}claim/", views.claim, name=f"{one}-claim"),
        path(f"{here}release/", views.release, name=f"{one}-release"),
        path(f"{here}why/", lists.why, name=f"{one}-why"),
        path(f"{here}letters/", lists.every_letter, name=f"{one}-letters"),
        path(f"{here}people/", views.show_people, name=f"{one}-people"),
        path(f"{here}posts/<str:item>/", views.show_post, name=f"{one}-post"),
        path(f"{here}originals/<str:report>/", views.original, name=f"{one}-original"),
        path(f"{here}timeline/", lists.whole_timeline, name=f"{one}-timeline"),
        *(_step(kind, each) for each in EVERY_STEP if kind in each.kinds),
    ]


urlpatterns: list[URLPattern] = [
    path("cases/<str:reference>/", views.case, name="case"),
    path("cases/<str:reference>/open/", views.break_glass, name="case-open"),
    path("cases/<str:reference>/notes/", lists.every_note, name="case-notes"),
    path("cases/<str:reference>/files/", lists.every_file, name="case-files"),
    path("cases/<str:reference>/reports/", lists.every_report, name="case-reports"),
    path("reports/<str:reference>/", views.report, name="report"),
    path("clusters/<str:reference>/", cluster_page.cluster, name="cluster"),
    *_both("cases"),
    *_both("reports"),
]
