from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nuantong.people"

    def ready(self) -> None:
        from nuantong.people import sections

        sections.contribute()
