from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "nuantong.care"

    def ready(self) -> None:
        from nuantong.care.actions import enrol_paired
        from nuantong.care.file import contacts, duty_year
        from nuantong.pairing.hooks import when_paired
        from nuantong.people.file import Section, register_section, register_timeline

        when_paired(enrol_paired)
        register_section(Section("duties", "六个一", "care/duty_year.html", duty_year, order=35))
        register_timeline(contacts)
