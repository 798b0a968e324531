"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.safeguarding import mailboxes, views

urlpatterns = [
    path("safeguarding/", views.referrals, name="safeguarding"),
    path("safeguarding/<str:reference>/", views.referral, name="referral"),
    path("safeguarding/<str:reference>/decide/", views.decide, name="decide-referral"),
    path("safeguarding/<str:reference>/heard/", views.heard, name="heard-of-referral"),
    path(
        "organisations/safeguarding/<str:borough>/<str:kind>/", mailboxes.mailbox, name="safeguarding-mailbox"
    ),
]
