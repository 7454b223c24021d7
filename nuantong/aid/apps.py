"""Applications for aid: 春蕾 and grave illness, from asking to paying."""

from django.apps import AppConfig


class AidConfig(AppConfig):
    name = "nuantong.aid"

    def ready(self) -> None:
        from nuantong.aid import kinds

        kinds.contribute()
