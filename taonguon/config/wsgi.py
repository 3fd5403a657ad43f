"""The WSGI application that `taonguon serve` runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taonguon.config.settings")
application = get_wsgi_application()
# A page on a whole province makes tens of thousands of rows that are gone with the answer; looking for
# cycles among them every few hundred rows took a fifth of its time.
gc.set_threshold(50_000, 20, 20)
