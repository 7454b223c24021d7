"""What the pages of aid ask for."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from nuantong.aid.actions import Account, Agreed, Asked, Offer
from nuantong.aid.models import Application, OtherAid, Scheme
from nuantong.aid.models.scheme import PaperKind
from nuantong.books.models import Balance
from nuantong.consents.models import Consent
from nuantong.core.errors import Refusal
from nuantong.core.forms import KeyField, WordsField
from nuantong.core.money import yuan
from nuantong.people.forms.fields import DayField, NameField
from nuantong.people.models import Child, Label
from nuantong.services.papers import Paper, read_paper

CHOOSE = {"required": "请选一项。"}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class YuanField(forms.DecimalField):
    """An amount in yuan as typed; whole fen in Python."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"invalid": "请填数字，例如 2000。", "required": "请填金额。",
                 "min_value": "金额要大于零。"}  # fmt: skip
        given = {"min_value": Decimal("0.01"), "max_digits": 12, "decimal_places": 2,
                 "error_messages": words}  # fmt: skip
        super().__init__(**{**given, **kwargs})
        self.widget.attrs |= {"inputmode": "decimal"}

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found * 100)

    def prepare_value(self, value: Any) -> Any:
        """Initial values are fen."""
        return f"{Decimal(value) / 100:f}" if isinstance(value, int) else value


class FileField(forms.FileField):
    """One paper, judged by its first bytes; a picture loses everything but the picture."""

    widget = forms.ClearableFileInput(
        attrs={"data-shrink": "", "accept": "image/jpeg,image/png,image/webp,application/pdf"}
    )

    def clean(self, data: Any, initial: Any = None) -> Paper | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return read_paper(file.name, file.read())
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ApplyForm(forms.Form):
    """A few plain questions, then one photo for each paper of the scheme."""

    key = KeyField()
    need = WordsField(
        label="家里现在有什么困难", rows=4, max_length=2000,
        help_text="用平常话写：孩子怎么了、家里靠什么过日子、这笔钱做什么用。",
        error_messages={"required": "请写几句家里的困难。"},
    )  # fmt: skip
    fen = YuanField(label="申请多少钱（元）", required=False)
    applied_for = forms.ChoiceField(
        label="是谁提出的", choices=Application.For.choices, widget=forms.RadioSelect,
        initial=Application.For.GUARDIAN, error_messages=CHOOSE,
    )  # fmt: skip
    given_by = NameField(label="同意人姓名")
    giver = forms.ChoiceField(
        label="谁同意的", choices=Consent.Giver.choices, widget=forms.RadioSelect,
        initial=Consent.Giver.GUARDIAN, error_messages=CHOOSE,
    )  # fmt: skip
    how = forms.ChoiceField(
        label="怎样同意的", choices=Consent.How.choices, widget=forms.RadioSelect,
        initial=Consent.How.SPOKEN, error_messages=CHOOSE,
    )  # fmt: skip
    payee = NameField(
        label="钱打给谁（收款人姓名）", help_text="一般是监护人。不知道卡号的可以以后补。"
    )
    bank = NameField(label="开户银行", max_length=60)
    account = NameField(label="银行卡号", max_length=40)

    def __init__(self, *args: Any, scheme: Scheme, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme, self.asks = scheme, asks
        if scheme.is_ceiling:
            self.fields["fen"].required = True
            self.fields["fen"].help_text = f"最多{yuan(scheme.fen)}。"
        else:
            del self.fields["fen"]
        if not asks:
            for name in CONSENT:
                del self.fields[name]
        for what in scheme.papers:
            self.fields[f"paper_{what}"] = FileField(
                label=f"{PaperKind(what).label}的照片", required=False,
                help_text="手边没有的可以以后补。",
            )  # fmt: skip

    @property
    def papers(self) -> list[Any]:
        return [self[f"paper_{what}"] for what in self.scheme.papers]

    def clean_given_by(self) -> str:
        name: str = self.cleaned_data["given_by"]
        if not name:
            raise forms.ValidationError("请写同意人的姓名。先问过再申请。")
        return name

    def asked(self, on: Any) -> Asked:
        data = self.cleaned_data
        agreed = Agreed(data["giver"], data["given_by"], data["how"], on) if self.asks else None
        papers = [(what, data[f"paper_{what}"]) for what in self.scheme.papers
                  if data.get(f"paper_{what}")]  # fmt: skip
        return Asked(
            need=data["need"], applied_for=data["applied_for"], fen=data.get("fen") or 0,
            papers=papers, payee=Account(data["payee"], data["bank"], data["account"]),
            agreed=agreed,
        )  # fmt: skip


CONSENT = ("given_by", "giver", "how")


class SaidForm(forms.Form):
    key = KeyField()
    words = WordsField(label="说明", rows=4, max_length=2000,
                       error_messages={"required": "还没有写。"})  # fmt: skip


class VisitForm(SaidForm):
    on = DayField(label="哪天入户")
    field_order = ("on", "words")


class OpinionForm(SaidForm):
    agree = forms.ChoiceField(
        label="意见", choices=[("yes", "同意上报"), ("no", "不同意")], widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    field_order = ("agree", "words")


class DecideForm(SaidForm):
    """Yes with an amount and the money it comes from, or no with the reason."""

    agree = forms.ChoiceField(
        label="决定", choices=[("yes", "同意救助"), ("no", "不予救助")], widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    fen = YuanField(label="同意的金额（元）", required=False)
    source = forms.ChoiceField(label="同意的，从哪笔资金出", required=False, error_messages=CHOOSE)
    field_order = ("agree", "fen", "source", "words")

    def __init__(self, *args: Any, sources: Sequence[Balance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {str(one.pk): one for one in sources}
        found: Any = self.fields["source"]
        found.choices = [("", "请选择"), *((pk, _of(one)) for pk, one in self.sources.items())]
        if len(self.sources) == 1:
            found.initial = next(iter(self.sources))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("agree") == "yes":
            if not data.get("fen") and "fen" not in self.errors:
                self.add_error("fen", "请填同意的金额。")
            if not data.get("source"):
                self.add_error("source", "请选从哪笔资金出。没有可选的，先请财务人员登记到账。")
        return data


def _of(one: Balance) -> str:
    project = f"，{one.project.title}" if one.project else ""
    return f"{one.fund.name}{project}（还有{yuan(one.left)}）"


class PayForm(forms.Form):
    key = KeyField()
    fen = YuanField(label="拨付金额（元）")
    on = DayField(label="拨付日期")
    voucher = NameField(label="支付凭证号", required=True)


class FollowForm(SaidForm):
    on = DayField(label="哪天回访")
    field_order = ("on", "words")


class WithdrawForm(SaidForm):
    consent_too = forms.BooleanField(
        label="监护人不再同意提供孩子的情况（材料会删除）", required=False
    )
    field_order = ("words", "consent_too")


class PaperForm(forms.Form):
    key = KeyField()
    what = forms.ChoiceField(label="哪种材料", choices=PaperKind.choices, error_messages=CHOOSE)
    file = FileField(label="照片或文件", error_messages={"required": "请选择照片或文件。"})


class PayeeForm(forms.Form):
    name = NameField(label="收款人姓名", required=True)
    bank = NameField(label="开户银行（可以后补）", max_length=60)
    account = NameField(label="银行卡号（可以后补）", max_length=40)


class OtherForm(forms.Form):
    key = KeyField()
    source = forms.ChoiceField(
        label="谁给的", choices=OtherAid.Source.choices, error_messages=CHOOSE
    )
    what = NameField(label="什么救助", required=True, max_length=100)
    fen = YuanField(label="金额（元）", min_value=0)
    on = DayField(label="哪天得到的")


class SchemeForm(forms.Form):
    key = KeyField()
    kind = forms.ChoiceField(label="类别", choices=Scheme.Kind.choices, error_messages=CHOOSE)
    title = NameField(label="项目名称", required=True, max_length=60)
    fen = YuanField(label="金额（元）")
    is_ceiling = forms.BooleanField(label="按实际困难核定，上面的金额是上限", required=False)
    youngest = forms.IntegerField(label="最小年龄（周岁）", min_value=0, max_value=25, initial=0)
    oldest = forms.IntegerField(label="最大年龄（周岁）", min_value=0, max_value=25, initial=17)
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "不限"), ("1", "男"), ("2", "女")]
    )
    labels = forms.MultipleChoiceField(
        label="类别限于（不勾就是不限）", choices=Label.Category.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    stages = forms.MultipleChoiceField(
        label="就学情况限于（不勾就是不限）", required=False,
        choices=[one for one in Child.Stage.choices if one[0]],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    papers = forms.MultipleChoiceField(
        label="需要的材料", choices=PaperKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    township_days = forms.IntegerField(
        label="乡镇（街道）几个工作日", min_value=1, max_value=60, initial=5
    )
    district_days = forms.IntegerField(label="区县几个工作日", min_value=1, max_value=60, initial=5)
    city_days = forms.IntegerField(label="市级几个工作日", min_value=1, max_value=60, initial=10)
    follow_days = forms.IntegerField(
        label="拨付后多少天回访", min_value=1, max_value=365, initial=30
    )
    opens_on = forms.DateField(label="开始受理", widget=DAY)
    closes_on = forms.DateField(label="截止受理", widget=DAY)

    def offer(self) -> Offer:
        said = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Offer(**said)
