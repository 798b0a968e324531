"""The site as a server runs it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
application = get_wsgi_application()

# The code stays as long as the process does: it is not looked through for what can go. What a page leaves is, once many
# pages have come together; measured, a third less of a page's time (docs/operating/speed.md).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
