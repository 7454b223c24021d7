from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "nuantong.duties"

    def ready(self) -> None:
        from nuantong.duties.actions.enrolments import end_all
        from nuantong.people.hooks import when_child_left

        when_child_left(end_all)
