"""What this app adds to the apps below it."""

from nuantong.helpers.actions import end_when_child_left, follow_need
from nuantong.helpers.queries import section, services_along
from nuantong.helpers.vocabulary import register_kinds
from nuantong.people import hooks
from nuantong.people.file import Section, register_column, register_section


def register() -> None:
    """Called once, when the apps are ready."""
    register_kinds()
    hooks.when_need_changed(follow_need)
    hooks.when_child_left(end_when_child_left)
    register_column("services_along", services_along)
    register_section(Section("circle", "关爱圈", "helpers/section.html", section, order=31))
