"""Donors are registered once; a person may stay unnamed."""

from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.campaigns.actions.common import REFUSALS, RUN, log, recorded
from nuantong.campaigns.models import Donor
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.fields import BlindIndexField
from nuantong.core.text import clean

UNNAMED = "爱心人士"


@transaction.atomic
def register_donor(
    *, kind: str, name: str, region_id: int, key: UUID, by: Reader, phone: str = "",
    unnamed: bool = False,
) -> Donor:  # fmt: skip
    """A donor of a place's; the same key again is the same one."""
    known = Donor.objects.filter(key=key).first()
    if known:
        return known
    if not by.covers(RUN, region_id):
        raise Refusal("这个单位的捐赠人不由您登记。")
    said = clean(name)[:60]
    if len(said) < 2 or kind not in Donor.Kind.values:
        raise Refusal("请选择类别，并填写姓名或名称。")
    index = Donor._meta.get_field("name_index")
    assert isinstance(index, BlindIndexField)
    with refusing(REFUSALS):
        made = Donor.objects.create(
            key=key, kind=kind, name=said, name_index=index.of(said), phone=clean(phone)[:30],
            unnamed=unnamed, shown=UNNAMED if unnamed else said, region_id=region_id,
            **recorded(by),
        )  # fmt: skip
    log("登记捐赠人", made, by, kind=kind)
    return made
