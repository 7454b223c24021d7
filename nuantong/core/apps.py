from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nuantong.core"

    def ready(self) -> None:
        import_module("nuantong.core.history")
        import_module("nuantong.core.lookups")
