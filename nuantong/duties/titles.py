"""What the duties are called on screen."""

from nuantong.duties.models import ProtocolVersion


def duty_titles() -> dict[tuple[int, str], str]:
    """(protocol id, duty code) → title, as the newest version that has the duty calls it."""
    versions = ProtocolVersion.objects.order_by("valid_from")
    return {
        (version.protocol_id, duty["code"]): duty["title"]
        for version in versions
        for duty in version.definition["duties"]
    }
