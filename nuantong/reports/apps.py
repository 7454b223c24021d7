from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "nuantong.reports"

    def ready(self) -> None:
        from nuantong.people.filters import register_child_filter
        from nuantong.reports.opening import ChangeFilter, FigureFilter

        register_child_filter("figure", FigureFilter(label="统计项"))
        register_child_filter("change", ChangeFilter(label="月报"))
