from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string


class NoticesConfig(AppConfig):
    name = "nuantong.notices"

    def ready(self) -> None:
        from nuantong.notices.gateways import register_gateway

        if settings.SMS_GATEWAY:
            register_gateway(import_string(settings.SMS_GATEWAY)())
