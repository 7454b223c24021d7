"""What the pages of goods ask for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.books.models import Fund, Project
from nuantong.books.purposes import Purpose
from nuantong.core.errors import Refusal
from nuantong.core.forms import KeyField, WordsField
from nuantong.core.text import compact
from nuantong.goods.models import Item, Purchase, Store
from nuantong.people.forms.fields import DayField, NameField
from nuantong.people.places import PlaceField

WHOLE: Final = re.compile(r"\d{1,9}")


def _choice(label: str, rows: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=label, queryset=rows, empty_label="请选择")


class ItemForm(forms.Form):
    name = NameField(label="品名", required=True)
    unit = NameField(label="单位", required=True, max_length=4, initial="件")
    scale = forms.ChoiceField(label="尺码", choices=Item.Scale.choices, required=False)
    expires = forms.BooleanField(label="有保质期", required=False)
    key = KeyField()


class KitForm(forms.Form):
    name = NameField(label="礼包名称", required=True)
    parts = WordsField(
        label="里面有什么", rows=4, max_length=2000, help_text="一行一种，如“毛巾 2”。"
    )
    key = KeyField()

    def contents(self) -> dict[Item, int]:
        """The items of the lines; a Refusal names a line that is not understood."""
        items = {item.name: item for item in Item.objects.all()}
        found: dict[Item, int] = {}
        for at, line in enumerate(self.cleaned_data["parts"].splitlines(), 1):
            words = line.split()
            if not words:
                continue
            if len(words) != 2 or words[0] not in items or not WHOLE.fullmatch(compact(words[1])):
                raise Refusal(f"第{at}行看不懂：请写成“毛巾 2”，毛巾要先登记。")
            found[items[words[0]]] = int(compact(words[1]))
        return found


class StoreForm(forms.Form):
    name = NameField(label="仓库名称", required=True, help_text="如：麻柳嘴镇物资点。")
    key = KeyField()

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            reader=reader, permission=Permission.KEEP_STOCK, label="在哪里", any_word="请选择",
            required=False, help_text="不选的，就是您单位自己的仓库。",
        )  # fmt: skip


class PurchaseForm(forms.Form):
    title = NameField(label="采购名称", required=True, max_length=60)
    purpose = forms.ChoiceField(label="用途", choices=Purpose.choices)
    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.all(), required=False, empty_label="不属于项目"
    )
    wanted = WordsField(
        label="要买什么", rows=8, max_length=10_000,
        help_text="一行一种、一个尺码，写成“羽绒服 130 200”；不分尺码的写“书包 200”。可以从表格里粘贴。",
    )  # fmt: skip
    key = KeyField()

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buy = Permission.BUY_GOODS
        stores = Store.objects.visible_to(reader, buy).filter(closed_on=None)
        funds = Fund.objects.visible_to(reader, buy).open_on(reader.on)
        self.fields["store"] = _choice("收货仓库", stores)
        self.fields["fund"] = _choice("资金", funds)
        self.order_fields(["title", "store", "fund"])


class QuoteForm(forms.Form):
    """A supplier and a price for each item that is wanted."""

    supplier = NameField(label="供应商", required=True, max_length=60)
    key = KeyField()

    def __init__(self, *args: Any, purchase: Purchase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = sorted(
            {line.thing.item for line in purchase.lines.all()}, key=lambda i: i.name
        )
        for item in self.items:
            self.fields[f"price_{item.pk}"] = forms.DecimalField(
                label=f"{item.name}单价（元）", min_value=0, max_digits=9, decimal_places=2
            )

    def prices(self) -> dict[Item, int]:
        return {item: int(self.cleaned_data[f"price_{item.pk}"] * 100) for item in self.items}


class OrderForm(forms.Form):
    why = WordsField(label="选定理由", rows=2, max_length=400)
    few_why = WordsField(
        label="不足三家报价的原因", rows=2, max_length=400, required=False,
        help_text="报价满三家的不用填。",
    )  # fmt: skip

    def __init__(self, *args: Any, purchase: Purchase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quote"] = forms.ModelChoiceField(
            label="选定哪一家", queryset=purchase.quotes.all(), empty_label=None,
            widget=forms.RadioSelect,
        )  # fmt: skip
        self.order_fields(["quote"])


class DeliveryForm(forms.Form):
    on = DayField(label="验收日期", required=True)
    said = WordsField(
        label="验收说明",
        rows=2,
        max_length=1000,
        required=False,
        help_text="有退货的写明为什么退。",
    )
    key = KeyField()


class CloseForm(forms.Form):
    why = WordsField(label="为什么没有到齐", rows=2, max_length=400)


class SendForm(forms.Form):
    key = KeyField()

    def __init__(self, *args: Any, source: Store, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Store.objects.near(reader).filter(closed_on=None).exclude(pk=source.pk)
        self.fields["target"] = _choice("调到哪里", others)
        self.order_fields(["target"])


class ReceiveForm(forms.Form):
    why = WordsField(
        label="数量不符的原因", rows=2, max_length=1000, required=False,
        help_text="每一行都相符的不用填。",
    )  # fmt: skip


class CountForm(forms.Form):
    key = KeyField()


class LossForm(forms.Form):
    kind = forms.ChoiceField(
        label="怎么没的", choices=[("damaged", "破损"), ("expired", "过期"), ("missing", "丢失")],
        widget=forms.RadioSelect, initial="damaged",
    )  # fmt: skip
    key = KeyField()


class PackForm(forms.Form):
    boxes = forms.IntegerField(
        label="装几箱", min_value=1, max_value=200, initial=1, help_text="每一箱都装下面填的数量。"
    )
    key = KeyField()


@dataclass
class Cell:
    """A row of a table of counts: what it is about, what was typed."""

    about: Any
    count: str = ""
    why: str = ""
    more: str = ""
    day: str = ""


def cells(rows: Iterable[Any], data: Mapping[str, Any], default: Any = "") -> list[Cell]:
    """The table as it was typed, or as it begins: `default` is a text or gives one of a row."""
    return [
        Cell(
            row, data.get(f"count_{row.pk}", default(row) if callable(default) else default),
            data.get(f"why_{row.pk}", ""), data.get(f"more_{row.pk}", ""), data.get(f"day_{row.pk}", ""),
        )
        for row in rows
    ]  # fmt: skip


def number(text: str, about: Any) -> int | None:
    """A whole number, full-width too; nothing is None, anything else a Refusal that says where."""
    typed = compact(text)
    if not typed:
        return None
    if not WHOLE.fullmatch(typed):
        raise Refusal(f"{about}：“{typed[:12]}”不是数量，请填整数。")
    return int(typed)
