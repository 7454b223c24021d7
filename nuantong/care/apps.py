from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "nuantong.care"

    def ready(self) -> None:
        from nuantong.care.actions import enrol_paired
        from nuantong.pairing.hooks import when_paired

        when_paired(enrol_paired)
