"""What the duties are called on screen."""

from django.db.models import F

from nuantong.duties.models import ProtocolVersion


def duty_titles() -> dict[tuple[int, str], str]:
    """(protocol id, duty code) → title, as the newest version that has the duty calls it.

    The city's word stands before a district's: lists hold children of many districts.
    """
    versions = ProtocolVersion.objects.in_effect()
    return {
        (version.protocol_id, duty["code"]): duty["title"]
        for version in versions.order_by(F("region").asc(nulls_last=True), "valid_from")
        for duty in version.definition["duties"]
    }
