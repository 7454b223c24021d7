from django.apps import AppConfig


class GoodsConfig(AppConfig):
    name = "nuantong.goods"

    def ready(self) -> None:
        from nuantong.books.documents import register_document
        from nuantong.goods.actions.common import PURCHASE, TAKING, TRANSFER
        from nuantong.goods.actions.telling import register_kinds

        register_kinds()
        register_document(PURCHASE, "采购单", "goods:purchase")
        register_document(TRANSFER, "调拨单", "goods:transfer")
        register_document(TAKING, "盘点、损失单", "goods:taking")
