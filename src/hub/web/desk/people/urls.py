"""The addresses of this part of the desk."""

from django.urls import path

from hub.web.desk.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<str:reference>/", views.person, name="person"),
    path("people/<str:reference>/link/", views.renew, name="renew-link"),
    path("people/<str:reference>/role/", views.change_role, name="change-role"),
    path("people/<str:reference>/close/", views.close, name="close-account"),
    path("people/<str:reference>/reopen/", views.reopen, name="reopen-account"),
]
