"""Making a batch, signing, what was found, accounts, papers that come back."""

from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.books.models import Fund
from nuantong.campaigns.models import Campaign
from nuantong.cohorts.models import Cohort
from nuantong.core.forms import KeyField, WordsField
from nuantong.core.photos import BadPhoto, Photo, read_photo
from nuantong.documents.pictures import MOST, pixels
from nuantong.goods.models import Item, Kit, Store
from nuantong.handouts.actions.making import Gift
from nuantong.handouts.models import TakenBack
from nuantong.people.forms.fields import DayField, NameField


class BatchForm(forms.Form):
    key = KeyField()
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="微爱行动", empty_label="请选择"
    )
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(), label="受助名单", empty_label="请选择",
        help_text="只列出已经冻结的名单：名单外的孩子不能发放。",
    )  # fmt: skip
    title = WordsField(label="这一批叫什么", max_length=60, help_text="如：2018年冬衣")
    what = forms.ChoiceField(
        label="发什么", widget=forms.RadioSelect, initial="item",
        choices=[("item", "一种物资"), ("kit", "礼包"), ("money", "钱")],
    )  # fmt: skip
    item = forms.ModelChoiceField(
        Item.objects.none(), label="物资", required=False, empty_label="—"
    )
    kit = forms.ModelChoiceField(Kit.objects.none(), label="礼包", required=False, empty_label="—")
    pieces = forms.IntegerField(label="每人几件（份）", initial=1, min_value=1, max_value=100)
    store = forms.ModelChoiceField(Store.objects.none(), label="从哪个库发", required=False, empty_label="—")  # fmt: skip
    yuan = forms.DecimalField(
        label="每人多少元", required=False, min_value=0, max_value=1_000_000, decimal_places=2
    )
    fund = forms.ModelChoiceField(Fund.objects.none(), label="从哪笔资金付", required=False, empty_label="—")  # fmt: skip
    on = forms.DateField(label="发放日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # fmt: skip
    within = forms.IntegerField(
        label="多少天内领取", initial=30, min_value=1, max_value=366,
        help_text="到期没有领取的，成为乡镇（街道）妇联主席的待办事项。",
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "campaign": Campaign.objects.run_by(reader).open(),
            "cohort": Cohort.objects.visible_to(reader).filter(state="frozen"),
            "item": Item.objects.all(), "kit": Kit.objects.all(),
            "store": Store.objects.visible_to(reader).filter(closed_on=None),
            "fund": Fund.objects.visible_to(reader).filter(closed_on=None),
        }  # fmt: skip
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        needed = {"item": ["item", "store"], "kit": ["kit", "store"], "money": ["yuan", "fund"]}
        for name in needed.get(said.get("what", ""), []):
            if not said.get(name):
                self.add_error(name, f"请填写{self.fields[name].label}。")
        return said

    @property
    def gift(self) -> Gift:
        """Only what was chosen: the other fields may hold what was tried before."""
        said = self.cleaned_data
        if said["what"] == "money":
            return Gift(fen=int(said["yuan"] * 100), fund=said["fund"])
        return Gift(
            item=said["item"] if said["what"] == "item" else None,
            kit=said["kit"] if said["what"] == "kit" else None,
            pieces=said["pieces"], store=said["store"],
        )  # fmt: skip


class SignForm(forms.Form):
    key = KeyField()
    signer = NameField(label="签收人（监护人）", required=True, max_length=40)
    signature = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60_000)


class WitnessForm(forms.Form):
    key = KeyField()
    witness = NameField(label="见证人姓名", required=True, max_length=40)


class NoteForm(forms.Form):
    key = KeyField()
    words = WordsField(label="说明", required=False, max_length=200)


class SizeForm(NoteForm):
    size = forms.ChoiceField(label="换成哪个尺码")

    def __init__(self, *args: Any, sizes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size = self.fields["size"]
        assert isinstance(size, forms.ChoiceField)
        size.choices = [(one, f"{one}码") for one in sizes]


class BackForm(NoteForm):
    why = forms.ChoiceField(label="为什么退回", choices=TakenBack.Why.choices, widget=forms.RadioSelect)  # fmt: skip
    size = forms.ChoiceField(label="换成哪个尺码", required=False)

    def __init__(self, *args: Any, sizes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size = self.fields["size"]
        assert isinstance(size, forms.ChoiceField)
        size.choices = [("", "不换尺码"), *((one, f"{one}码") for one in sizes)]
        if not sizes:
            del self.fields["size"]


class PayeeForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    payee = NameField(
        label="收款人", required=False, max_length=40, help_text="和银行卡上的姓名一样。"
    )
    account = forms.CharField(
        label="账号", required=False, max_length=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    bank = WordsField(label="开户行", required=False, max_length=60)


class PictureField(forms.FileField):
    """One picture, its metadata taken off; what is no picture is refused by its content."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "data-shrink": ""})  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> Photo:
        if not data:
            raise forms.ValidationError("请拍下或选择签好字的名单照片。")
        try:
            photo = read_photo(data.read())
            if pixels(photo.kind, photo.data) > MOST:
                raise BadPhoto("照片太大（超过五千万像素），请调小一点再传。")
        except BadPhoto as bad:
            raise forms.ValidationError(str(bad)) from bad
        return photo


class SheetForm(forms.Form):
    key = KeyField()
    picture = PictureField(label="名单照片")
    on = DayField(label="哪天发的")


class AnswersForm(forms.Form):
    file = forms.FileField(label="银行回单（xlsx）")
