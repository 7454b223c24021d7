"""Small forms that each do one thing to one child."""

from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.people.forms.fields import DayField, NameField
from nuantong.people.models import Label, Need
from nuantong.people.places import PlaceField
from nuantong.people.values import EXIT_REASONS


class MoveForm(forms.Form):
    on = DayField(label="迁居日期")
    reason = NameField(label="原因", max_length=200, help_text="例如：随监护人搬家、转学投亲。")
    together = forms.BooleanField(label="同住的孩子一起搬", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, reader: Reader, mates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            reader=reader, everywhere=True, least=3, label="新的居住地", any_word="请选择",
            help_text="可以选择全市任何地方；迁出后由当地妇联接着负责。",
        )  # fmt: skip
        self.order_fields(["place", "on", "reason", "together", "version"])
        if not mates:
            del self.fields["together"]


class LeaveForm(forms.Form):
    reason = forms.ChoiceField(label="退出原因", choices=[(r, r) for r in EXIT_REASONS],
                               widget=forms.RadioSelect)  # fmt: skip
    note = NameField(label="情况说明", max_length=50, help_text="选“其他”或“死亡”时请写明。")
    on = DayField(label="退出日期")
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    reason = NameField(label="恢复在册的原因", required=True, max_length=200)


class LabelForm(forms.Form):
    category = forms.ChoiceField(label="类别", choices=[("", "请选择"), *Label.Category.choices])
    subtype = NameField(label="细类", help_text="例如：智力残疾二级、父母双方外出。")
    basis = NameField(label="认定依据", required=True, max_length=120,
                      help_text="例如：民政部门认定文件、残疾人证、村（社区）调查。")  # fmt: skip
    recogniser = NameField(label="认定单位", max_length=60)
    since = DayField(label="从哪天起", required=False)


class EndLabelForm(forms.Form):
    on = DayField(label="从哪天起不再是这一类别")
    reason = NameField(label="原因", max_length=200)


class NeedForm(forms.Form):
    kind = forms.ChoiceField(label="需要什么帮助", choices=Need.Kind.choices,
                             widget=forms.RadioSelect)  # fmt: skip
    note = forms.CharField(
        label="说明", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class MeetNeedForm(forms.Form):
    how = NameField(label="怎样解决的", required=True, max_length=200)
