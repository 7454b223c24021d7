"""What is given: things with their sizes, and kits made of things."""

from typing import Any

from django.db import models
from django.db.models import F, Q


class Item(models.Model):
    """A thing, counted in one unit. What is sized or expires is so for ever (trigger): otherwise
    what lies in the stores would no longer say which size, or until when."""

    class Scale(models.TextChoices):
        NONE = "", "不分尺码"
        HEIGHT = "height", "按身高（100至180码）"
        ADULT = "letters", "成人号（S至XXL）"

    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField("品名", max_length=40, unique=True)
    unit = models.CharField("单位", max_length=4, default="件")
    scale = models.CharField("尺码", max_length=8, choices=Scale, blank=True, default="")
    expires = models.BooleanField("有保质期", default=False)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(unit=""), name="item_has_a_name_and_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ItemSize(models.Model):
    """An item in one size; what has no sizes has a single one without a name."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="sizes")
    size = models.CharField("尺码", max_length=8, blank=True)
    order = models.PositiveSmallIntegerField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["item", "order"]
        constraints = [models.UniqueConstraint(fields=["item", "size"], name="itemsize_once")]

    def __str__(self) -> str:
        return f"{self.size}码{self.item.name}" if self.size else self.item.name


class Kit(models.Model):
    """Things that are given together, as one: a gift pack 礼包, a health kit 健康包."""

    key = models.UUIDField(unique=True, editable=False)
    name = models.CharField("礼包名称", max_length=40, unique=True)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="kit_has_a_name")]

    def __str__(self) -> str:
        return self.name


class KitPart(models.Model):
    kit = models.ForeignKey(Kit, models.CASCADE, related_name="parts")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField("数量")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kit", "item"], name="kitpart_once"),
            models.CheckConstraint(condition=Q(count__gt=0), name="kitpart_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.item}×{self.count}"


def sizes_of(items: "models.QuerySet[Item]") -> "models.QuerySet[ItemSize]":
    """The sizes of some items, in the order of their scale."""
    found: models.QuerySet[ItemSize] = ItemSize.objects.filter(item__in=items)
    return found.select_related("item").order_by(F("item__name"), "order")
