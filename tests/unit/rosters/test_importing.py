"""A list into the register, again, changed, and back out."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.people.models import Carer, Child, Guardian, Household, Label, Need, ParentSituation
from nuantong.rosters import actions
from nuantong.rosters.models import OUTCOMES, RosterImport
from tests.unit.rosters.sheets_made import HEADER, a_child, a_ledger, an_id, xlsx

pytestmark = pytest.mark.django_db


def bring(rows: list[list[Any]], by: Reader | None = None, **values: Any) -> RosterImport:
    """Receives and applies a list."""
    reader = by or system_reader()
    given_values = {"kind": "children", "file_name": "台账.xlsx", **values}
    roster = actions.receive(data=xlsx(rows), by=reader, **given_values)
    return actions.apply(roster=roster, by=reader)


def counts(roster: RosterImport) -> tuple[int, ...]:
    return tuple(roster.counts[outcome] for outcome in OUTCOMES)


def test_a_row_becomes_a_child_with_all_it_says() -> None:
    bring(a_ledger([a_child(1, 姓名="周　思昊", 联系电话="+8613800000001")]))
    child = Child.objects.get()
    assert (child.name, child.pinyin) == ("周思昊", "zsh zhousihao")
    assert (child.birth_date, child.sex, child.id_status) == (dt.date(2008, 2, 2), "2", "valid")
    assert (child.ethnicity, child.stage, child.boarding, child.health) == (
        "汉族", "primary", False, "healthy",
    )  # fmt: skip
    assert child.address.endswith("1组1号")
    assert child.place is not None
    assert child.place.code == "500113111000"
    guardian = Guardian.objects.get()
    assert (guardian.name, guardian.relation, guardian.phone) == ("李正琴", "祖母", "13800000001")
    parents = ParentSituation.objects.order_by("parent").values_list("parent", "status")
    assert list(parents) == [("father", "dead"), ("mother", "lost_contact")]
    assert Label.objects.get().category == "unattended"
    assert set(Need.objects.values_list("kind", flat=True)) == {"living", "counselling"}


def test_both_parents_lost_make_an_orphan_in_such_a_ledger() -> None:
    bring(a_ledger([a_child(1, 母亲情况="失踪")]))
    assert Label.objects.get().category == "orphan"


def test_a_ruined_or_missing_id_does_not_lose_the_child() -> None:
    roster = bring(
        a_ledger(
            [
                a_child(1, 公民身份证号码="5.00235E+17"),
                a_child(2, 公民身份证号码=""),
                a_child(3, 公民身份证号码="待补", 出生日期=""),
                a_child(4, 公民身份证号码=an_id()[:-1]),
                a_child(5, 公民身份证号码=500113200803203000.0),
            ]
        )
    )
    assert counts(roster) == (5, 0, 0, 0, 0)
    found = Child.objects.order_by("pk").values_list("id_status", flat=True)
    assert list(found) == ["ruined", "missing", "missing", "wrong", "ruined"]
    assert roster.lines.filter(has_problems=True).count() == 5


def test_only_a_row_without_a_usable_name_is_refused() -> None:
    roster = bring(a_ledger([a_child(1, 姓名=""), a_child(2, 姓名="待补"), a_child(3)]))
    assert counts(roster) == (1, 0, 0, 0, 2)
    assert "没有可用的姓名" in roster.lines.filter(outcome="refused")[0].reason


def test_twice_changes_nothing_also_without_ids() -> None:
    rows = a_ledger(
        [
            a_child(1),
            a_child(2, 公民身份证号码="", 出生日期=""),
            a_child(3, 公民身份证号码="", 出生日期="", 区县="", 现居住地="", 监护人="", 联系电话="",
                    父亲姓名="", 母亲姓名="", **{"乡镇（街道）": ""}),
            a_child(1, 序号=9.0),
        ]
    )  # fmt: skip
    assert counts(bring(rows)) == (3, 0, 0, 1, 0)
    before = list(Child.objects.order_by("pk").values_list("pk", "version"))
    assert counts(bring(rows)) == (0, 0, 3, 1, 0)
    assert list(Child.objects.order_by("pk").values_list("pk", "version")) == before


def test_an_old_list_does_not_undo_what_an_officer_corrected() -> None:
    rows = a_ledger([a_child(1)])
    bring(rows)
    Child.objects.update(school="新学校", stage="junior", condition_at=clock.now())
    assert counts(bring(rows)) == (0, 0, 1, 0, 0)
    assert Child.objects.get().stage == "junior"


def test_what_a_list_changed_another_may_change_back() -> None:
    """An equal row is the last word only while no later list spoke otherwise."""
    primary, junior = a_ledger([a_child(1)]), a_ledger([a_child(1, 就学情况="初中")])
    found = [counts(bring(rows)) for rows in (primary, junior, primary, primary)]
    assert found == [(1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0)]
    assert Child.objects.get().stage == "primary"


def test_a_list_taken_back_is_no_later_word() -> None:
    primary, junior = a_ledger([a_child(1)]), a_ledger([a_child(1, 就学情况="初中")])
    bring(primary)
    actions.undo(roster=bring(junior), by=system_reader())
    assert counts(bring(primary)) == (0, 0, 1, 0, 0)


def test_a_newer_list_changes_what_it_says_and_erases_nothing() -> None:
    bring(a_ledger([a_child(1)]))
    newer = a_child(1, 就学情况="初中", 监护人="王五", 父亲情况="", 需求="法律援助", 现居住地="")
    roster = bring(a_ledger([newer]))
    assert counts(roster) == (0, 1, 0, 0, 0)
    child = Child.objects.get()
    assert (child.stage, child.version) == ("junior", 2)
    assert child.address
    assert Guardian.objects.get(until=None).name == "王五"
    assert Guardian.objects.count() == 2
    assert Need.objects.filter(kind="legal").exists()


def a_sister(born: str) -> list[Any]:
    """Of the child 1, under that child's number: a character of the name is hers, and the school."""
    name = a_child(1)[HEADER.index("姓名")]
    return a_child(1, 姓名=f"{name[:2]}兰", 就学情况="初中", 出生日期=born)


@pytest.mark.parametrize(
    ("hers", "theirs", "outcome"),
    [
        ("", "2008-02-02", "refused"),
        ("2008-02-02", "", "refused"),
        ("2010-07-09", "", "refused"),
        ("2010-07-09", "2008-02-02", "new"),
        ("2008-02-02", "2008-02-02", "changed"),
    ],
)
def test_a_sister_under_her_brothers_number_never_changes_him_unseen(
    hers: str, theirs: str, outcome: str
) -> None:
    """Only birth dates written on both lists say that a name is a slip of the pen."""
    bring(a_ledger([a_child(1, 出生日期=theirs)]))
    brother = Child.objects.get()
    roster = bring(a_ledger([a_sister(hers), a_child(2)]))
    assert (roster.lines.get(number=4).outcome, sum(counts(roster))) == (outcome, 2)
    brother.refresh_from_db()
    if outcome != "changed":
        assert (brother.stage, brother.version) == ("primary", 1)
    if outcome == "refused":
        assert f"台账上的{brother.name}" in roster.lines.get(number=4).reason
    if outcome == "new":
        sister = Child.objects.get(name=a_sister(hers)[1])
        assert (sister.id_status, sister.birth_date) == ("shared", dt.date(2010, 7, 9))


def test_what_a_person_let_stand_as_new_is_asked_only_once() -> None:
    rows = a_ledger([a_child(1), a_sister("2010-07-09")])
    assert counts(bring(rows)) == (2, 0, 0, 0, 0)
    assert counts(bring(rows)) == (0, 0, 2, 0, 0)


def test_a_list_never_moves_a_child() -> None:
    bring(a_ledger([a_child(1)]))
    where = Child.objects.get().place
    other = {"区县": "永川区", "乡镇（街道）": "", "现居住地": ""}
    roster = bring(a_ledger([a_child(1, **other)]))
    assert Child.objects.get().place == where
    assert "迁居" in roster.lines.get().problems


def test_a_child_without_id_receives_it_from_a_later_list() -> None:
    bring(a_ledger([a_child(1, 公民身份证号码="")]))
    assert counts(bring(a_ledger([a_child(1)]))) == (0, 1, 0, 0, 0)
    assert Child.objects.get().id_status == "valid"


def test_siblings_share_a_household() -> None:
    home = {"父亲姓名": "张一", "母亲姓名": "王一", "村（社区）": "八角村"}
    bring(a_ledger([a_child(1, **home), a_child(2, **home), a_child(3)]))
    assert Household.objects.count() == 2


def test_undo_takes_out_what_the_import_brought_in() -> None:
    roster = bring(a_ledger([a_child(1), a_child(2)]))
    undone = actions.undo(roster=roster, by=system_reader())
    assert undone.status == "undone"
    for model in (Child, Household, Guardian, ParentSituation, Label, Need):
        assert not model.objects.exists()
    assert counts(bring(a_ledger([a_child(1), a_child(2)]))) == (2, 0, 0, 0, 0)


def test_undo_puts_back_what_the_import_changed() -> None:
    bring(a_ledger([a_child(1, 公民身份证号码="", 就学情况="小学")]))
    before = Child.objects.values().get()
    newer = bring(a_ledger([a_child(1, 就学情况="初中", 监护人="王五", 需求="法律援助")]))
    actions.undo(roster=newer, by=system_reader())
    after = Child.objects.values().get()
    assert after | {"version": 1, "condition_at": None} == before
    assert Guardian.objects.get(until=None).name == "李正琴"
    assert not Need.objects.filter(kind="legal").exists()


def test_undo_keeps_a_child_for_whom_something_was_recorded_and_says_so(
    make: Any,
) -> None:
    roster = bring(a_ledger([a_child(1), a_child(2)]))
    kept = Child.objects.order_by("pk")[0]
    Child.objects.filter(pk=kept.pk).update(version=2)
    undone = actions.undo(roster=roster, by=system_reader())
    assert Child.objects.get() == kept
    assert undone.kept == [[4, kept.name, "导入后资料又有修改"]]


def test_applying_or_undoing_twice_is_refused() -> None:
    roster = bring(a_ledger([a_child(1)]))
    with pytest.raises(Refusal, match="已导入"):
        actions.apply(roster=roster, by=system_reader())
    actions.undo(roster=roster, by=system_reader())
    with pytest.raises(Refusal, match="已撤销"):
        actions.undo(roster=roster, by=system_reader())


def test_what_was_imported_is_on_the_log() -> None:
    bring(a_ledger([a_child(1)]))
    event = Event.objects.get(action="导入花名册")
    assert event.changes is not None
    assert event.changes["new"] == 1


def test_a_district_officer_brings_in_her_own_district_only(reader: Any) -> None:
    away = {"区县": "永川区", "乡镇（街道）": "", "现居住地": ""}
    rows = a_ledger([a_child(1), a_child(2, **away)])
    roster = bring(rows, by=reader(Role.DISTRICT_OFFICER))
    assert counts(roster) == (1, 0, 0, 0, 1)
    assert roster.lines.get(outcome="refused").reason == "不在您的管辖范围"


def test_whoever_may_not_import_is_refused(reader: Any) -> None:
    with pytest.raises(Refusal, match="权限"):
        bring(a_ledger([a_child(1)]), by=reader(Role.VILLAGE_CHAIR))


CARERS = [
    "姓名",
    "性别",
    "身份证号",
    "手机",
    "区县",
    "乡镇",
    "村",
    "职务",
    "特长",
    "可结对户数",
    "背景查询日期",
]


def a_carer(**values: Any) -> list[Any]:
    usual = [
        "李春梅", "女", an_id("19800101", 102), "13800138000", "巴南区", "麻柳嘴镇", "八角村", "村妇联主席",
        "心理、教育", 2.0, "2018-03-12",
    ]  # fmt: skip
    return [values.get(name, value) for name, value in zip(CARERS, usual, strict=True)]


def test_a_carers_list_is_imported_and_again() -> None:
    rows = [
        ["爱心妈妈名册"],
        CARERS,
        a_carer(),
        a_carer(姓名="王二", 身份证号="", 手机="13900139000"),
    ]
    assert counts(bring(rows, kind="carers")) == (2, 0, 0, 0, 0)
    carer = Carer.objects.get(name="李春梅")
    assert (carer.skills, carer.capacity) == (["psychology", "education"], 2)
    assert carer.background_checked_on == dt.date(2018, 3, 12)
    assert counts(bring(rows, kind="carers")) == (0, 0, 2, 0, 0)
    assert counts(bring([CARERS, a_carer(可结对户数=3.0)], kind="carers")) == (0, 1, 0, 0, 0)


def test_what_a_carer_speaks_and_when_she_can_is_taken_and_the_rest_is_kept_in_words() -> None:
    header = [*CARERS, "会说的语言", "方便的时间", "每周可服务小时"]
    says = ["普通话、手语、苗话、世界语", "周末、晚上", "4小时"]
    roster = bring([header, [*a_carer(), *says]], kind="carers")
    carer = Carer.objects.get(name="李春梅")
    assert carer.languages == ["sign", "miao"]
    assert carer.availability == ["weekend", "evening"]
    assert (carer.remark, carer.hours) == ("世界语", 4)
    assert "没有“世界语”" in str(roster.lines.get().problems)
    assert counts(bring([header, [*a_carer(), *says]], kind="carers")) == (0, 0, 1, 0, 0)
    always = [*a_carer(特长="心理"), "", "随时", ""]
    assert counts(bring([header, always], kind="carers")) == (0, 1, 0, 0, 0)
    carer.refresh_from_db()
    assert set(carer.availability) == set(Carer.Time.values) and carer.languages == ["sign", "miao"]


@pytest.mark.parametrize(
    ("heading", "written", "hours", "remark"),
    [
        ("每周可用小时", 6, 6, ""),
        ("每周可用小时", "约3-5小时", 3, ""),
        ("每周可用小时", "两个小时左右", 2, ""),
        ("每周可用小时", "0", 0, ""),
        ("每月可服务小时", "16小时", 4, ""),
        ("每周可用小时", "每月8小时", 2, ""),
        ("每周可用小时", "看情况", None, "每周可用小时：看情况"),
        ("每周可用小时", 168, None, "每周可用小时：168"),
        ("每周可用小时", "", None, ""),
    ],
)
def test_hours_are_those_of_a_week_and_what_is_no_number_is_kept_in_words(
    heading, written, hours, remark
) -> None:
    bring([[*CARERS, heading], [*a_carer(特长="心理"), written]], kind="carers")
    carer = Carer.objects.get(name="李春梅")
    assert (carer.hours, carer.remark) == (hours, remark)
    assert counts(bring([[*CARERS, heading], [*a_carer(特长="心理"), written]], kind="carers")) == (
        0, 0, 1, 0, 0,
    )  # fmt: skip


def test_equal_rows_of_carers_without_id_and_phone_are_one() -> None:
    nameless = a_carer(姓名="王二", 身份证号="", 手机="")
    elsewhere = a_carer(姓名="王二", 身份证号="", 手机="", 村="")
    rows = [CARERS, nameless, nameless, elsewhere, elsewhere]
    assert counts(bring(rows, kind="carers")) == (3, 0, 0, 1, 0)
    assert counts(bring(rows, kind="carers")) == (0, 0, 3, 1, 0)


def known_by_name(**values: Any) -> list[Any]:
    return a_carer(**{"姓名": "王二", "身份证号": "", "手机": "", **values})


def test_a_carer_known_by_name_and_village_alone_is_found_again() -> None:
    assert counts(bring([CARERS, known_by_name()], kind="carers")) == (1, 0, 0, 0, 0)
    later = [CARERS, known_by_name(职务="村妇联副主席")]
    assert counts(bring(later, kind="carers")) == (0, 1, 0, 0, 0)
    with_phone = [CARERS, known_by_name(手机="13900139000")]
    assert counts(bring(with_phone, kind="carers")) == (0, 1, 0, 0, 0)
    assert Carer.objects.get().phone == "13900139000"
    assert counts(bring([CARERS, known_by_name(可结对户数=1.0)], kind="carers")) == (0, 1, 0, 0, 0)


def test_where_a_village_may_have_two_of_a_name_neither_is_taken_for_the_other() -> None:
    bring([CARERS, known_by_name()], kind="carers")
    two = [known_by_name(职务="组长"), known_by_name(职务="会计")]
    roster = bring([CARERS, *two], kind="carers")
    assert counts(roster) == (2, 0, 0, 0, 0)
    assert roster.lines.filter(has_problems=True).count() == 2
    again = bring([CARERS, known_by_name(职务="文书")], kind="carers")
    assert (again.new, again.lines.get().has_problems) == (1, True)


def test_another_sex_another_village_or_two_telephones_are_another_carer() -> None:
    bring([CARERS, known_by_name(), a_carer(身份证号="")], kind="carers")
    others = [
        known_by_name(性别="男"),
        known_by_name(村=""),
        a_carer(身份证号="", 手机="13700137000"),
    ]
    assert bring([CARERS, *others], kind="carers").new == 3


def test_two_carers_with_one_id_number_both_stay() -> None:
    rows = [CARERS, a_carer(), a_carer(姓名="冯世霞", 手机="13900139000", 村="")]
    roster = bring(rows, kind="carers")
    assert counts(roster) == (2, 0, 0, 0, 0)
    assert roster.lines.get(name="冯世霞").has_problems


NOT_HERS: list[dict[str, Any]] = [
    {"姓名": "李春兰"},  # her sister, one character off, in the same village
    {"姓名": "李春兰", "手机": "13900139000"},
    {"姓名": "冯世霞"},  # somebody else, with the number and the telephone of the row above
]


@pytest.mark.parametrize("says", NOT_HERS)
def test_under_another_carers_number_nobody_is_changed_and_the_row_says_why(
    says: dict[str, Any],
) -> None:
    rows = [CARERS, a_carer(), a_carer(**says, 可结对户数=5.0)]
    roster = bring(rows, kind="carers")
    assert counts(roster) == (1, 0, 0, 0, 1)
    assert (Carer.objects.get().name, Carer.objects.get().capacity) == ("李春梅", 2)
    assert "第3行的李春梅相同，姓名不同" not in str(roster.lines.get(number=2).problems)
    assert f"第3行的{says['姓名']}也用这个身份证号" in str(roster.lines.get(number=2).problems)
    assert "第2行的李春梅相同，姓名不同" in roster.lines.get(number=3).reason


def test_a_sister_under_the_number_of_a_carer_of_the_register_changes_nobody() -> None:
    bring([CARERS, a_carer()], kind="carers")
    roster = bring([CARERS, a_carer(姓名="李春兰", 手机="13900139000")], kind="carers")
    assert counts(roster) == (0, 0, 0, 0, 1)
    assert "台账上的李春梅相同" in roster.lines.get().reason
    assert Carer.objects.get().name == "李春梅"


@pytest.mark.parametrize("name", ["李春莓", "李春兰", "李思涵"])
def test_a_carer_who_was_renamed_is_known_by_her_number_and_her_own_telephone(name: str) -> None:
    bring([CARERS, a_carer()], kind="carers")
    roster = bring([CARERS, a_carer(姓名=name, 可结对户数=3.0)], kind="carers")
    assert counts(roster) == (0, 1, 0, 0, 0)
    assert (Carer.objects.get().name, Carer.objects.get().capacity) == ("李春梅", 3)
    assert "台账上的姓名是李春梅，未改动" in str(roster.lines.get().problems)


def test_of_several_sheets_the_one_of_the_kind_asked_for_is_read() -> None:
    data = xlsx([CARERS, a_carer()], name="爱心妈妈名册", 儿童台账=a_ledger([a_child(1)]))
    reader = system_reader()
    for kind, sheet in (("children", "儿童台账"), ("carers", "爱心妈妈名册")):
        roster = actions.receive(data=data, file_name="x.xlsx", by=reader, kind=kind)
        assert (roster.kind, roster.sheet) == (kind, sheet)


def test_a_list_of_carers_read_as_children_is_told_of() -> None:
    rows = [["爱心妈妈名册"], CARERS, a_carer()]
    for kind, told in (("children", 1), ("carers", 0)):
        roster = actions.receive(data=xlsx(rows), file_name="x.xlsx", by=system_reader(), kind=kind)
        assert len(roster.notes) == told


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_row_is_accounted_for_whatever_stands_in_it(data: st.DataObject) -> None:
    cell = st.one_of(
        st.sampled_from(["", "无", "待补", "张三", "2008-03-20", an_id(), "死亡", "?"]),
        st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
        st.integers(-1, 10**17).map(float),
    )
    row = st.lists(cell, min_size=len(HEADER), max_size=len(HEADER))
    rows = data.draw(st.lists(row | st.integers(1, 3).map(a_child), max_size=8))
    reader = system_reader()
    roster = actions.receive(
        data=xlsx(a_ledger(rows)), file_name="x.xlsx", by=reader, kind="children"
    )
    applied = actions.apply(roster=roster, by=reader)
    assert applied.rows == sum(applied.counts.values()) == applied.lines.count() <= len(rows)
    again = actions.receive(
        data=xlsx(a_ledger(rows)), file_name="x.xlsx", by=reader, kind="children"
    )
    same = actions.apply(roster=again, by=reader)
    assert (same.new, same.changed) == (0, 0)
    assert (same.rows, same.refused) == (applied.rows, applied.refused)


@pytest.mark.parametrize(
    ("heading", "said", "status"),
    [
        ("父亲是否健在", "是", "caring"),
        ("父亲是否健在", "否", "dead"),
        ("父亲健在否", "不在", "dead"),
        ("父亲是否健在", "已故", "dead"),
        ("父亲是否健在", "失联", "lost_contact"),
        ("父亲是否去世", "是", "dead"),
        ("生父是否死亡", "否", "caring"),
        ("父亲是否在世", "无", "unknown"),
    ],
)
def test_a_plain_yes_or_no_is_what_the_heading_asks(heading: str, said: str, status: str) -> None:
    bring([["姓名", "ID号码", heading], ["周思昊", an_id(), said]])
    assert Child.objects.get().id_status == "valid"
    found = ParentSituation.objects.filter(parent="father").values_list("status", flat=True)
    assert list(found) == ([] if status == "unknown" else [status])
