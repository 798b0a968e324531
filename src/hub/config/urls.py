"""Every address of the site: the doors that this process opens, and what watches over it."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from hub.config import health, metrics

_DOORS = {
    "desk": [path("desk/", include("hub.web.desk.urls")), path("sign-in/", include("hub.web.signing.urls"))]
}

urlpatterns = [
    path("", RedirectView.as_view(url="/desk/"), name="front"),
    path("components/", include("hub.web.components.urls")),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
]
for each in settings.HUB_DOORS:
    urlpatterns += _DOORS[each]

handler400 = "hub.web.components.views.not_taken"
handler404 = "hub.web.components.views.not_found"
handler500 = "hub.web.components.views.went_wrong"
