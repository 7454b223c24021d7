from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "nuantong.services"

    def ready(self) -> None:
        from nuantong.books.documents import register_document
        from nuantong.services.vetting import register_kinds

        register_kinds()
        register_document("services.contract", "服务合同", "services:contract")
