from django.apps import AppConfig


class HelpersConfig(AppConfig):
    name = "nuantong.helpers"

    def ready(self) -> None:
        from nuantong.helpers import contributions

        contributions.register()
