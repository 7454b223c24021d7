from django.apps import AppConfig


class ReckoningConfig(AppConfig):
    name = "nuantong.reckoning"
