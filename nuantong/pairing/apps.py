from django.apps import AppConfig
from django.utils.module_loading import import_string


class PairingConfig(AppConfig):
    name = "nuantong.pairing"

    def ready(self) -> None:
        import_string("nuantong.pairing.contributions.register")()
