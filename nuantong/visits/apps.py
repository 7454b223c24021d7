from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "nuantong.visits"

    def ready(self) -> None:
        from nuantong.duties.hooks import when_visit_wanted
        from nuantong.people.file import (
            Section,
            register_column,
            register_section,
            register_timeline,
        )
        from nuantong.people.first_screen import register_line
        from nuantong.people.hooks import when_child_left
        from nuantong.visits import kinds
        from nuantong.visits.actions.asking import ask_for_child, withdraw_of_child
        from nuantong.visits.queries.file import along, section, timeline
        from nuantong.visits.queries.today import first_line

        kinds.contribute()
        when_child_left(withdraw_of_child)
        when_visit_wanted(ask_for_child)
        register_section(Section("visits", "入户走访", "visits/section.html", section, order=38))
        register_column("visits_along", along)
        register_timeline(timeline)
        register_line(first_line)
