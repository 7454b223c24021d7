from django.apps import AppConfig


class HandoutsConfig(AppConfig):
    name = "nuantong.handouts"

    def ready(self) -> None:
        from nuantong.books.documents import register_document
        from nuantong.cohorts.helped import register_helped
        from nuantong.handouts.actions.bank import FAILED_TASK
        from nuantong.handouts.actions.following import follow
        from nuantong.handouts.actions.unclaimed import MOVED, UNCLAIMED
        from nuantong.handouts.keeping import DOCUMENT, RECEIPT
        from nuantong.handouts.models import Receipt
        from nuantong.handouts.paying import LIST
        from nuantong.handouts.queries import file
        from nuantong.people.file import (
            Section,
            register_column,
            register_section,
            register_timeline,
        )
        from nuantong.people.hooks import when_child_moved
        from nuantong.tasks.kinds import register_kind

        register_helped(Receipt.objects.helped)
        register_kind(
            UNCLAIMED, "发放到期没有领取", "请问清原因：发下去，或写明不在、搬走、不愿领取。"
        )
        register_kind(
            FAILED_TASK, "银行没有入账", "请对照银行卡核对收款人和账号，改好后会列入下一份名单。"
        )
        register_kind(MOVED, "发放时说孩子已搬走", "请核对孩子现在住在哪里，在档案里办理搬迁。")
        when_child_moved(follow)
        register_section(
            Section("slips", "领到的帮助", "handouts/section.html", file.section, order=44)
        )
        register_column("slips_along", file.along)
        register_timeline(file.timeline)
        register_document(DOCUMENT, "发放批次", "handouts:batch")
        register_document(LIST, "银行代发名单", "handouts:bank_list")
        register_document(RECEIPT, "签收", address=file.address_of_receipt)
