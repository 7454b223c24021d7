from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "nuantong.campaigns"

    def ready(self) -> None:
        from nuantong.books.documents import register_document

        register_document("campaigns.pledge", "认捐", undone_there=True)
        register_document("campaigns.arrival", "到账", "campaigns:arrival", undone_there=True)
