"""The form of a child, grouped as the tabs of the national form (china.md §2.4)."""

from typing import Any, Final, cast

from django import forms
from django.forms.models import fields_for_model

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.forms import KeyField
from nuantong.people.actions.whole import Filled, GuardianValues, LabelValues, ParentValues
from nuantong.people.forms.fields import DayField, IdField, NameField, PhoneField
from nuantong.people.identity import SEX_CODE
from nuantong.people.models import Carer, Child, Label, Need, ParentSituation
from nuantong.people.places import PlaceField
from nuantong.people.values import ChildValues
from nuantong.regions.models import Organisation

PLAIN: Final = (
    "ethnicity", "address", "setting", "institution", "stage", "school", "grade", "boarding",
    "teacher", "health", "health_note", "remark",
)  # fmt: skip
OWN: Final = (
    "name", "id_number", "sex", "birth_date", "languages", "registered_place", "teacher_phone", *PLAIN
)  # fmt: skip
PARENT: Final = ("name", "status", "since", "basis")
GROUPS: Final = (
    ("儿童基本信息", "child", ("name", "id_number", "sex", "birth_date", "ethnicity", "languages", "place",
                        "address", "registered_place", "arrived_from", "setting", "institution",
                        "lives_with")),
    ("类别", "flag", ("label", "label_subtype", "label_basis", "label_recogniser", "label_since")),
    ("健康与就学", "school", ("health", "health_note", "stage", "school", "grade", "boarding",
                         "teacher", "teacher_phone")),
    ("父亲情况", "user", tuple(f"father_{part}" for part in PARENT)),
    ("母亲情况", "user", tuple(f"mother_{part}" for part in PARENT)),
    ("监护人", "shield", ("guardian_name", "guardian_relation", "guardian_phone")),
    ("需求", "help", ("needs", "need_note", "remark")),
)  # fmt: skip
SEXES: Final = [("", "请选择"), ("1", "男"), ("2", "女"), ("0", "未知")]
YES_NO: Final = [("", "未采集"), ("true", "寄宿"), ("false", "不寄宿")]


class ChildForm(forms.Form):
    """With `child` it changes her record, without one it registers a new child.

    Every field carries what it began with, so that only what somebody changed is written, and a
    form overtaken by another one loses nothing.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = KeyField()

    def __init__(
        self, *args: Any, reader: Reader, child: Child | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.child = reader, child
        self.fields |= _own_fields(reader) | _family_fields() | _need_fields(child)
        if child is None:
            self.fields |= _new_fields(reader)
        cast(IdField, self.fields["id_number"]).kept = str(child.id_number) if child else ""
        for name, field in self.fields.items():
            field.show_hidden_initial = child is not None and name not in ("version", "key")

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The form's parts in order, each with its fields."""
        shown = [
            (t, icon, [self[n] for n in names if n in self.fields]) for t, icon, names in GROUPS
        ]
        return [{"title": t, "icon": icon, "fields": fields} for t, icon, fields in shown if fields]

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        if "id_number" in self.changed_data or self.child is None:
            self._agree_with_id(filled)
        if filled.get("label") and not filled.get("label_basis"):
            self.add_error("label_basis", "请填写认定依据。")
        return filled

    def _agree_with_id(self, filled: dict[str, Any]) -> None:
        """Birth date and sex come from a right ID; what was typed otherwise is shown as wrong."""
        field = cast(IdField, self.fields["id_number"])
        number = field.judged(filled.get("id_number", "")) if "id_number" in filled else None
        if number is None or not number.is_valid:
            return
        born, sex = filled.get("birth_date"), filled.get("sex")
        if born and born != number.birth_date:
            self.add_error("birth_date", f"身份证号中的出生日期是{number.birth_date}，请核对。")
        if sex in ("1", "2") and sex != SEX_CODE[number.sex]:
            self.add_error("sex", f"身份证号中的性别是{number.sex}，请核对。")

    @property
    def filled(self) -> Filled:
        """Everything that was filled in, or, of a known child, changed."""
        data = self.cleaned_data
        names = set(self.changed_data) if self.child else set(self.fields)
        return Filled(
            child=self._own(names),
            guardian=_part(data, "guardian", GuardianValues, names),
            father=_part(data, "father", ParentValues, names),
            mother=_part(data, "mother", ParentValues, names),
            label=_label(data),
            needs=tuple(data["needs"]),
            need_note=data["need_note"],
            arrived_from=data.get("arrived_from", ""),
        )

    def _own(self, names: set[str]) -> ChildValues:
        values: dict[str, Any] = {n: self.cleaned_data[n] for n in OWN if n in names}
        if values.get("sex") == "":
            values["sex"] = Child.Sex.UNKNOWN
        for relation in ("registered_place", "institution"):
            if relation in values:
                chosen = values.pop(relation)
                values[f"{relation}_id"] = chosen.id if chosen else None
        return cast(ChildValues, values)


def _part(data: dict[str, Any], part: str, of: Any, names: set[str]) -> Any:
    """The values of guardian_*, father_* or mother_* when one of them was changed and is filled."""
    keys = {name: name.removeprefix(f"{part}_") for name in data if name.startswith(f"{part}_")}
    values = {short: data[name] for name, short in keys.items()}
    return of(**values) if names & set(keys) and any(values.values()) else None


def _label(data: dict[str, Any]) -> LabelValues | None:
    if not data.get("label"):
        return None
    rest = {k: data[f"label_{k}"] for k in ("subtype", "basis", "recogniser", "since")}
    return LabelValues(category=data["label"], **rest)


def _own_fields(reader: Reader) -> dict[str, forms.Field]:
    homes = Organisation.objects.filter(kind=Organisation.Kind.INSTITUTION)
    plain = fields_for_model(
        Child, fields=[n for n in PLAIN if n not in ("boarding", "institution")]
    )
    plain["health_note"].widget = forms.Textarea(attrs={"rows": 2})
    plain["remark"].widget = forms.Textarea(attrs={"rows": 2})
    return {
        "name": NameField(label="姓名", required=True),
        "id_number": IdField(help_text="填好后，性别、出生日期自动带出。"),
        "sex": forms.ChoiceField(label="性别", choices=SEXES, required=False),
        "birth_date": DayField(label="出生日期", required=False),
        "languages": forms.MultipleChoiceField(
            label="语言", choices=Carer.Language.choices, required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="与孩子说话要用的；普通话和本地话不用选。结对时优先找会说的爱心妈妈。",
        ),
        "registered_place": PlaceField(
            reader=reader, everywhere=True, required=False, label="户籍地", any_word="请选择"
        ),
        "teacher_phone": PhoneField(label="班主任电话"),
        "institution": forms.ModelChoiceField(homes, label="所在机构", required=False, empty_label="不在机构"),
        "boarding": forms.TypedChoiceField(
            label="是否寄宿", choices=YES_NO, required=False, empty_value=None,
            coerce=lambda word: word == "true",
        ),
        **plain,
    }  # fmt: skip


def _family_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "guardian_name": NameField(label="监护人姓名"),
        "guardian_relation": NameField(label="与儿童关系", max_length=20, help_text="例如：祖父、外祖母、伯父。"),
        "guardian_phone": PhoneField(label="监护人电话"),
    }  # fmt: skip
    situations = [("", "请选择"), *ParentSituation.Status.choices]
    for part, word in (("father", "父亲"), ("mother", "母亲")):
        fields |= {
            f"{part}_name": NameField(label=f"{word}姓名"),
            f"{part}_status": forms.ChoiceField(label=f"{word}情况", choices=situations, required=False),
            f"{part}_since": DayField(label="从哪天起", required=False),
            f"{part}_basis": NameField(label="依据", max_length=120, help_text="例如：死亡证明、判决书、残疾人证。"),
        }  # fmt: skip
    return fields


def _need_fields(child: Child | None) -> dict[str, forms.Field]:
    held = set() if child is None else {n.kind for n in child.needs.all() if n.met_on is None}
    choices = [(kind, word) for kind, word in Need.Kind.choices if kind not in held]
    return {
        "needs": forms.MultipleChoiceField(
            label="新提出的需求" if child else "需要什么帮助", choices=choices, required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "need_note": NameField(label="需求说明", max_length=400),
    }  # fmt: skip


def _new_fields(reader: Reader) -> dict[str, forms.Field]:
    categories = [("", "请选择"), *Label.Category.choices]
    return {
        "place": PlaceField(
            reader=reader, permission=Permission.EDIT_CHILDREN, least=3, label="现居住地",
            any_word="请选择",
        ),
        "arrived_from": NameField(
            label="从市外迁入的，原居住地", max_length=60, help_text="例如：贵州省遵义市。"
        ),
        "lives_with": NameField(
            label="同住的在册儿童编号", max_length=12, suggest="people:suggest_children",
            help_text="兄弟姐妹已在册时填写，例如 T0000123；同一户的孩子由同一位爱心妈妈照看。",
        ),
        "label": forms.ChoiceField(label="类别", choices=categories, required=False),
        "label_subtype": NameField(label="细类"),
        "label_basis": NameField(label="认定依据", max_length=120),
        "label_recogniser": NameField(label="认定单位", max_length=60),
        "label_since": DayField(label="从哪天起", required=False),
    }  # fmt: skip


def initial_of(child: Child, reader: Reader) -> dict[str, Any]:
    """What a form about a known child begins with."""
    scope = cast(PlaceField, _own_fields(reader)["registered_place"]).scope
    own = {name: getattr(child, name) for name in OWN if name != "registered_place"}
    boarding = "" if child.boarding is None else str(child.boarding).lower()
    return {
        **own, "boarding": boarding, "registered_place": scope.of(child.registered_place_id),
        "version": child.version, **_family_initial(child),
    }  # fmt: skip


def _family_initial(child: Child) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    guardian = next((g for g in child.guardians.all() if g.until is None), None)
    for part in ("name", "relation", "phone"):
        initial[f"guardian_{part}"] = getattr(guardian, part, "")
    for parent in ParentSituation.Parent.values:
        rows = [r for r in child.parent_situations.all() if r.parent == parent and _lasts(r)]
        for part in PARENT:
            initial[f"{parent}_{part}"] = getattr(rows[0], part) if rows else ""
    return initial


def _lasts(situation: ParentSituation) -> bool:
    return situation.until is None or situation.until > clock.today()
