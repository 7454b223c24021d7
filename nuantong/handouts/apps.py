from django.apps import AppConfig


class HandoutsConfig(AppConfig):
    name = "nuantong.handouts"
