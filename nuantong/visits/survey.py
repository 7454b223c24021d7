"""The survey 随访记录 as data: one definition feeds the phone, the desk, the paper, its batch entry
and the sheet.

Fields are those of the national child-welfare system's visit record (china.md §2.4) with the
supervision grade of the 2016 form (民发〔2016〕42号 附件1): texts of at most 200 characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from nuantong.people.models import Child, Need, ParentSituation

LONGEST: Final = 200
Choices = Sequence[tuple[str, str]]


class Kind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """One question. `notes` explain single choices on screen and on paper.

    `short` is its heading where room is scarce; `paper` says whether the paper form and its batch ask it.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    group: str = ""
    choices: Choices = ()
    notes: dict[str, str] = field(default_factory=dict)
    help: str = ""
    longest: int = LONGEST
    rows: int = 2
    short: str = ""
    paper: bool = True

    @property
    def heading(self) -> str:
        return self.short or self.label

    def word(self, value: object) -> str:
        """A value as it is shown."""
        labels = dict(self.choices)
        if isinstance(value, list | tuple):
            return "、".join(labels.get(one, str(one)) for one in value)
        if isinstance(value, bool):
            return "是" if value else "否"
        return labels.get(str(value), "" if value is None else str(value))


GRADES: Final = (("good", "较好"), ("fair", "一般"), ("poor", "差"))
GRADE_NOTES: Final = {
    "good": "有人长期稳定照料，照料人身体和能力都行，孩子吃穿、上学、安全有人管，家里常有联系。",
    "fair": "有人照料，但年老、体弱、要照看的孩子多或管教不力，孩子的生活、学习或安全时有疏漏。",
    "poor": "没人监护；或一方外出而另一方没有监护能力；或照料人无力照料；"
    "或孩子已经、很可能出现不良行为、辍学、流浪。",
}
"""The three grades of the 2016 form, in our own words."""

MET: Final = (
    ("child", "儿童本人"), ("guardian", "监护人"), ("parent", "父亲或母亲"),
    ("carer", "受委托照护人"), ("other", "其他家人、邻居"),
)  # fmt: skip
ENTRUSTED: Final = (("signed", "已签确认书"), ("unsigned", "应签未签"), ("none", "不需要委托"))
PARENTS: Final = tuple(c for c in ParentSituation.Status.choices if c[0] != "unknown")
NEEDS: Final = tuple(Need.Kind.choices)
STAGES: Final = tuple(c for c in Child.Stage.choices if c[0])
HEALTHS: Final = tuple(c for c in Child.Health.choices if c[0])

DANGERS: Final = (
    ("abuse", "身上有伤，可能被打或被虐待"), ("sexual", "可能遭受性侵害或猥亵"),
    ("alone", "一个人住，没有大人照料"), ("self_harm", "说过不想活，或有自伤"),
    ("missing", "失踪，去向不明"), ("coerced", "被遗弃、被拐或被人胁迫"),
)  # fmt: skip
"""What the law wants reported at once (关于建立侵害未成年人案件强制报告制度的意见): 110 first."""
WATCHED: Final = (
    ("truant", "经常旷课或不想上学"), ("wandering", "夜不归宿、在外游荡"),
    ("company", "沉迷手机网络或结交不良同伴"), ("withdrawn", "长时间闷闷不乐、不与人来往"),
    ("untreated", "有病有残没有医治"), ("unsafe_home", "住房、水电火有安全隐患"),
    ("guardian", "监护人酗酒、吸毒、赌博或精神异常"),
)  # fmt: skip
RISKS: Final = DANGERS + WATCHED
DANGEROUS: Final = frozenset(key for key, _ in DANGERS)

BARRED: Final = (
    "有过性侵害、虐待、遗弃、拐卖、暴力伤害的，有吸毒、酗酒、赌博恶习的，"
    "以前拒不履行或长期不履行照护责任的，都不能当受委托人（未成年人保护法第二十二、二十三条）。"
)

GROUPS: Final = {
    "met": "见到了谁", "care": "监护情况", "home": "家里的情况", "entrusted": "委托照护",
    "opinion": "意见和建议", "child": "孩子的情况",
}  # fmt: skip

HOME: Final = (
    Field("met", "见到了谁", Kind.CHOICES, "met", MET),
    Field("informant", "问询对象姓名", group="met", longest=40, rows=0, short="问询对象"),
    Field("relation", "与儿童关系", group="met", longest=20, rows=0, short="关系"),
    Field("informant_address", "问询对象常驻地址", group="met", longest=80, rows=0),
    Field("spot", "随访地点", group="met", longest=80, rows=0,
          help="不在家里谈的，写在哪里谈的。"),
    Field("grade", "监护状况评定", Kind.CHOICE, "care", GRADES, GRADE_NOTES, short="监护评定"),
    Field("parents_on", "最近一次与父母联系时间", Kind.DAY, "care", short="父母最近联系",
          help="父母外出的，至少每周联系一次；超过7天要提醒，超过30天列入重点。"),
    Field("care", "监护状况", group="care", help="谁在照料，照料得怎么样。"),
    Field("living", "生活状况", group="home", help="吃、穿、用、住、行。"),
    Field("family", "家庭状况", group="home", help="家庭成员、健康、经济来源、财产。"),
    Field("father", "父亲现状", Kind.CHOICE, "home", PARENTS, paper=False),
    Field("mother", "母亲现状", Kind.CHOICE, "home", PARENTS, paper=False),
    Field("guardian_phone", "监护人电话", group="home", longest=30, rows=0, paper=False,
          help="换了号码才填。"),
    Field("entrusted", "委托照护确认书", Kind.CHOICE, "entrusted", ENTRUSTED, short="委托书"),
    Field("entrusted_on", "签订日期", Kind.DAY, "entrusted"),
    Field("entrusted_to", "受委托照护人", group="entrusted", longest=40, rows=0),
    Field("entrusted_checked", "已核对受委托人没有法律禁止的情形", Kind.FLAG, "entrusted",
          help=BARRED, short="已核对受托人"),
    Field("opinion", "监护人意见", group="opinion"),
    Field("advice", "帮扶建议", group="opinion"),
    Field("focus", "加入重点关注", Kind.FLAG, "opinion", short="重点关注"),
)  # fmt: skip
CHILD: Final = (
    Field("mind", "儿童精神状况", group="child", short="精神状况",
          help="写看到、听到的，不写诊断。"),
    Field("study", "学业状况", group="child"),
    Field("stage", "就学情况", Kind.CHOICE, "child", STAGES),
    Field("health", "身体情况", Kind.CHOICE, "child", HEALTHS),
    Field("needs", "需要什么帮助", Kind.CHOICES, "child", NEEDS, short="需求"),
    Field("risks", "风险迹象", Kind.CHOICES, "child", RISKS),
)  # fmt: skip
NOTE: Final = Field("note", "补充说明", help="没见到人、拒绝或没找到的，写明情况。")
MOVED_TO: Final = Field("moved_to", "搬到哪里", longest=80, rows=0, help="知道多少写多少。")
EVERY: Final = {one.key: one for one in (*HOME, *CHILD, NOTE, MOVED_TO)}
WHEN_MET: Final = frozenset(one.key for one in (*HOME, *CHILD))
"""Answers that only a visit which met somebody has."""


def words_of(fields: Sequence[Field]) -> list[str]:
    """Keys of the narrative answers, which are kept encrypted."""
    return [one.key for one in fields if one.kind is Kind.TEXT]
