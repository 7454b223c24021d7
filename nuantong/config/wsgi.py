"""The WSGI application that `hands` serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuantong.config.settings")
application = get_wsgi_application()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
"""What is loaded stays: looking through it for garbage at every few pages took a tenth of the work."""
