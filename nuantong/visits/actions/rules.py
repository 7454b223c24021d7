"""Setting how often homes are visited."""

from typing import Any

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.regions.models import Region
from nuantong.visits.models import PlanRule

SANE = {"planrule_is_sane": "天数或次数超出了合理范围，请核对。"}


@transaction.atomic
def set_rules(*, region: int, values: dict[str, Any], seen: int | None, by: Reader) -> PlanRule:
    """A new version of a district's rules; `seen` is the row the form was opened with.

    Of two officers at once the second waits for the first and is refused."""
    if not by.covers(Permission.PLAN_VISITS, region):
        raise Refusal("走访频次由区县妇联设定，这个区县不在您的工作范围内。")
    list(Region.objects.select_for_update(no_key=True).filter(pk=region))
    rows = PlanRule.objects.filter(region=region).order_by("-pk")
    newest = rows.values_list("pk", flat=True).first()
    if newest != seen:
        raise StaleVersion("您打开表单以后，走访频次已被他人修改，请核对后再保存。")
    with refusing(SANE):
        rule = PlanRule.objects.create(region_id=region, at=clock.now(), by=by.user, **values)
    record(action="设定走访频次", by=by, object_type="planrule", object_id=rule.pk, changes=values)
    return rule
