from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "nuantong.services"

    def ready(self) -> None:
        from nuantong.services.vetting import register_kinds

        register_kinds()
