from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "nuantong.tasks"

    def ready(self) -> None:
        from nuantong.people.file import Section, register_section
        from nuantong.people.hooks import when_child_left
        from nuantong.tasks.actions import withdraw_of_child
        from nuantong.tasks.file import section

        when_child_left(withdraw_of_child)
        register_section(
            Section("tasks", "待办事项", "tasks/section.html", section, order=40, rows=("tasks",))
        )
