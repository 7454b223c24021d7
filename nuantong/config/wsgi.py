"""The WSGI application that `hands` serves."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuantong.config.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
gc.freeze()
gc.set_threshold(50_000, 20, 20)
"""What is loaded stays: looking through it for garbage at every few pages took a tenth of the work."""
