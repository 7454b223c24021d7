"""What there is to give, and where it lies."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.goods.actions.common import BUY, KEEP, log, words
from nuantong.goods.models import Item, ItemSize, Kit, KitPart, Store
from nuantong.goods.sizes import sizes_of
from nuantong.goods.walls import REFUSALS


@transaction.atomic
def add_item(*, name: str, unit: str, scale: str, expires: bool, key: UUID, by: Reader) -> Item:
    """A thing with the sizes of its scale; the same key again is the same thing."""
    known: Item | None = Item.objects.filter(key=key).first()
    if known:
        return known
    if not by.can(BUY) and not by.can(KEEP):
        raise Refusal("物资由保管员和采购的干部登记。")
    if scale not in Item.Scale.values:
        raise Refusal("没有这种尺码。")
    with refusing(REFUSALS):
        item: Item = Item.objects.create(
            key=key, name=words(name, 40, "请填写品名（至少两个字）。"), scale=scale,
            unit=clean(unit)[:4] or "件", expires=expires,
        )  # fmt: skip
        ItemSize.objects.bulk_create(
            ItemSize(item=item, size=size, order=at) for at, size in enumerate(sizes_of(scale))
        )
    log("登记物资", item, by, name=item.name)
    return item


@transaction.atomic
def add_kit(*, name: str, parts: Mapping[Item, int], key: UUID, by: Reader) -> Kit:
    """Things that are given together."""
    known: Kit | None = Kit.objects.filter(key=key).first()
    if known:
        return known
    if not by.can(BUY):
        raise Refusal("礼包由采购的干部登记。")
    if not parts or any(not 0 < count <= 1000 for count in parts.values()):
        raise Refusal("礼包里至少要有一种物资，每种1至1000件。")
    with refusing(REFUSALS):
        kit: Kit = Kit.objects.create(key=key, name=words(name, 40, "请填写礼包名称。"))
        KitPart.objects.bulk_create(KitPart(kit=kit, item=i, count=n) for i, n in parts.items())
    log("登记礼包", kit, by, name=kit.name)
    return kit


@transaction.atomic
def add_store(*, name: str, region: int, key: UUID, by: Reader) -> Store:
    """A place where things lie, of the office of a region."""
    known = Store.objects.filter(key=key).first()
    if known:
        return known
    if not by.covers(KEEP, region):
        raise Refusal(f"{by.tree.full_name(region)}不在您的工作范围内。")
    with refusing(REFUSALS):
        store = Store.objects.create(
            key=key, region_id=region, name=words(name, 40, "请填写仓库名称。")
        )
    log("登记仓库", store, by, name=store.name)
    return store
