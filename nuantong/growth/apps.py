from django.apps import AppConfig


class GrowthConfig(AppConfig):
    name = "nuantong.growth"

    def ready(self) -> None:
        from nuantong.access.roles import Permission
        from nuantong.consents.actions import when_taken_back
        from nuantong.growth import file
        from nuantong.growth.actions import erase_with
        from nuantong.people.file import Section, register_column, register_section

        when_taken_back(erase_with)
        register_column("album_along", file.album_along)
        register_section(
            Section("album", "照片与纪念册", "growth/section.html", file.album, order=40,
                    permission=Permission.SEE_PHOTOS)
        )  # fmt: skip
        register_section(
            Section("closing", "结案表", "growth/closing_section.html", file.closing, order=70,
                    permission=Permission.EDIT_CHILDREN)
        )  # fmt: skip
