"""What pages are compared with: a Django view that asks the database once and sends bytes."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuantong.config.settings")
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__


def bare(request: HttpRequest, size: int = 0) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse(b"x" * size)


urlpatterns = [path("", bare), path("<int:size>/", bare)]
application = get_wsgi_application()
