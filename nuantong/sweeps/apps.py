from django.apps import AppConfig


class SweepsConfig(AppConfig):
    name = "nuantong.sweeps"

    def ready(self) -> None:
        from nuantong.sweeps import contributions

        contributions.contribute()
