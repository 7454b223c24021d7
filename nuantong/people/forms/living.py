"""Forms of the living register: moving, leaving, coming back, away for a time."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.forms.fields import DayField, NameField, PhoneField
from nuantong.people.models import Absence, ExitReason
from nuantong.people.places import PlaceField


class MonthField(forms.Field):
    """A month as the first of its days: 2018-07, 2018年7月."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")

    def to_python(self, value: Any) -> dt.date | None:
        text = str(value or "").strip()
        if not text:
            return None
        found = re.fullmatch(r"(20\d\d)\D{0,3}(0?[1-9]|1[0-2])\D{0,3}", text)
        if found is None:
            raise forms.ValidationError("请按“2018-07”的样子填写年月。")
        return dt.date(int(found[1]), int(found[2]), 1)


class MoveForm(forms.Form):
    on = DayField(label="迁居日期")
    reason = NameField(label="原因", required=True, max_length=200,
                       help_text="例如：随监护人搬家、转学投亲。")  # fmt: skip
    address = NameField(label="新的详细住址", max_length=120)
    phone = PhoneField(label="监护人新电话", help_text="没有换号码就不填。")
    together = forms.BooleanField(label="同住的孩子一起搬", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, reader: Reader, here: int | None, mates: bool, **kwargs: Any
    ) -> None:
        """`here` is where the child lives: the choice of a place begins in its township."""
        super().__init__(*args, **kwargs)
        place = PlaceField(
            reader=reader, everywhere=True, least=3, label="新的居住地", any_word="请选择",
            help_text="可以选择全市任何地方；迁往市外请用“退出台账”。",
        )  # fmt: skip
        township = reader.tree.township_of(here)
        place.initial = place.scope.of(township.id) if township else None
        self.fields["place"] = place
        self.order_fields(["place", *self.fields])
        if not mates:
            del self.fields["together"]


class WhyForm(forms.Form):
    why = NameField(label="原因", required=True, max_length=200)


class LeaveForm(forms.Form):
    reason = forms.ChoiceField(
        label="退出原因", widget=forms.RadioSelect,
        choices=[one for one in ExitReason.choices if one[0] != ExitReason.DIED],
    )  # fmt: skip
    note = NameField(label="情况说明", max_length=200,
                     help_text="选“其他”时请写明；迁出本市的，写迁往哪里。")  # fmt: skip
    on = DayField(label="退出日期", help_text="从这一天起不再在册。")
    last_paid = MonthField(label="末领年月", required=False, help_text="最后一次领取补贴的年月。")
    evidence = NameField(label="依据材料", max_length=200, help_text="例如：收养登记证、释放证明。")
    version = forms.IntegerField(widget=forms.HiddenInput)


class DeathForm(forms.Form):
    on = DayField(label="去世日期")
    cause = NameField(label="死亡原因", required=True, max_length=100)
    handling = NameField(label="死亡处理方式", max_length=100, help_text="例如：火化、土葬。")
    evidence = NameField(label="依据材料", max_length=200, help_text="例如：死亡证明、户籍注销。")
    last_paid = MonthField(label="末领年月", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    on = DayField(label="恢复在册的日期")
    reason = NameField(label="恢复在册的原因", required=True, max_length=200,
                       help_text="例如：父亲再次服刑、收养关系解除、从外地搬回。")  # fmt: skip


class AbsenceForm(forms.Form):
    kind = forms.ChoiceField(label="为什么离开", choices=Absence.Kind.choices,
                             widget=forms.RadioSelect)  # fmt: skip
    where = NameField(label="去了哪里", required=True, max_length=120)
    contact = NameField(label="联系人和电话", max_length=60)
    since = DayField(label="离开日期")
    expected = forms.DateField(
        label="预计回来日期", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class BackForm(forms.Form):
    on = DayField(label="回来的日期")


class AgeingForm(forms.Form):
    """What is done with the children that were ticked."""

    do = forms.ChoiceField(
        label="对勾选的孩子", widget=forms.RadioSelect, initial="leave",
        choices=[("leave", "退出台账"), ("keep", "暂不退出，以后再核对")],
    )  # fmt: skip
    on = DayField(label="退出日期", required=False)
    until = forms.DateField(
        label="下次核对日期", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    why = NameField(
        label="暂不退出的原因", max_length=200, help_text="例如：仍在读高中，2019年7月毕业。"
    )


class TakeBackForm(ReturnForm):
    """A child who left elsewhere, named by her ID number, comes back to a place of the reader's."""

    id_number = forms.CharField(widget=forms.HiddenInput, max_length=30)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            reader=reader, permission=Permission.EDIT_CHILDREN, least=3, label="现居住地",
            any_word="请选择",
        )  # fmt: skip
        self.order_fields(["place", *self.fields])
