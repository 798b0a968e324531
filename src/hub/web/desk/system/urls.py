"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.system.views import health, jobs, notice, organisations, reference

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<str:unit>/mailbox/", organisations.mailbox, name="mailbox"),
    path("organisations/forces/<str:force>/mailbox/", organisations.force_mailbox, name="force-mailbox"),
    path("reference/", reference.tables, name="reference"),
    path("reference/<str:table>/", reference.table, name="reference-table"),
    path("notice/", notice.notice, name="notice"),
    path("notice/put-up/", notice.put_up, name="put-up-notice"),
    path("notice/end/", notice.end, name="end-notice"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/retry/", jobs.retry_all, name="retry-jobs"),
    path("jobs/<int:job>/retry/", jobs.retry, name="retry-job"),
    path("health/", health.health, name="health"),
]
