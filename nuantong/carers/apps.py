from django.apps import AppConfig


class CarersConfig(AppConfig):
    name = "nuantong.carers"

    def ready(self) -> None:
        from nuantong.carers import contributions

        contributions.register()
