from django.apps import AppConfig


class AidConfig(AppConfig):
    name = "nuantong.aid"

    def ready(self) -> None:
        from nuantong.aid import file, kinds
        from nuantong.aid.actions import consent_said
        from nuantong.aid.facts import paid
        from nuantong.aid.money import DOCUMENT, SCHEME
        from nuantong.books.documents import register_document
        from nuantong.cohorts.helped import register_helped
        from nuantong.consents.actions import when_said
        from nuantong.people.file import (
            Section,
            register_column,
            register_section,
            register_timeline,
        )

        kinds.contribute()
        when_said(consent_said)
        register_helped(paid)
        register_document(DOCUMENT, "救助申请", "aid:payment")
        register_document(SCHEME, "救助项目")
        register_column("aid_along", file.along)
        register_timeline(file.timeline)
        register_section(Section("aid", "救助", "aid/section.html", file.section, order=63))
