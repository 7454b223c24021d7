from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "nuantong.cohorts"

    def ready(self) -> None:
        from nuantong.books.documents import register_document

        register_document("cohorts.cohort", "受助名单", "cohorts:cohort")
