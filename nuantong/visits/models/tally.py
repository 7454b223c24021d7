"""How the plan of visits stood in each place this morning, for tables of a whole city."""

from django.db import models

from nuantong.regions.models import Region

COUNTED = ("homes", "met", "never", "waiting", "due", "overdue", "handed")


class PlanTally(models.Model):
    """Written anew each night; the plan of one district is worked out when it is asked for."""

    place = models.OneToOneField(Region, models.CASCADE, related_name="+")
    on = models.DateField("统计日期")
    homes = models.PositiveIntegerField("家庭")
    met = models.PositiveIntegerField("已走访")
    never = models.PositiveIntegerField("从未走访")
    waiting = models.PositiveIntegerField("无人在家，待再访")
    due = models.PositiveIntegerField("现在要走访")
    overdue = models.PositiveIntegerField("其中已过期限")
    handed = models.PositiveIntegerField("已交乡镇核实")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(homes=models.F("met") + models.F("never")),
                name="plantally_sums_close",
            ),
            models.CheckConstraint(
                condition=models.Q(due__gte=models.F("overdue")), name="plantally_overdue_is_due"
            ),
        ]  # fmt: skip
