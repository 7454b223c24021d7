from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "nuantong.duties"

    def ready(self) -> None:
        from nuantong.duties.actions.enrolments import end_all, restart
        from nuantong.duties.circle import last_contacts
        from nuantong.duties.queries.contacted import of_pairings
        from nuantong.helpers.circle import register_last
        from nuantong.pairing.hooks import when_asked_who_has_contact
        from nuantong.people.hooks import when_child_left, when_child_returned

        when_child_left(end_all)
        when_child_returned(restart)
        register_last(last_contacts)
        when_asked_who_has_contact(of_pairings)
