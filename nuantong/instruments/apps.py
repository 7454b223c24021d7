from django.apps import AppConfig
from django.db.models.signals import post_migrate


class InstrumentsConfig(AppConfig):
    name = "nuantong.instruments"

    def ready(self) -> None:
        from nuantong.instruments.shipping import ship

        post_migrate.connect(ship, sender=self)
