"""What this app adds to the apps below it."""

from nuantong.carers.actions.checks import settle_when_left
from nuantong.carers.actions.own import keep_capacity
from nuantong.carers.queries.file import checks_section, offers_section, record_section
from nuantong.carers.vocabulary import register_kinds
from nuantong.people import carer_file, hooks


def register() -> None:
    """Called once, when the apps are ready."""
    register_kinds()
    for section in (checks_section, record_section, offers_section):
        carer_file.register_section(section)
    hooks.when_carer_left(settle_when_left)
    hooks.when_capacity_changed(keep_capacity)
