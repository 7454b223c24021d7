from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "nuantong.services"
