from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "nuantong.cohorts"
