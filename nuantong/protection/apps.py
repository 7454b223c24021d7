from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "nuantong.protection"
