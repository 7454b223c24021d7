from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "nuantong.outcomes"

    def ready(self) -> None:
        from nuantong.outcomes import contracts, counselling
        from nuantong.outcomes.queries.projects import register_source

        register_source(contracts.source(counselling.known, counselling.seen, counselling.holds))
