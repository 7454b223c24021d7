"""A round from the register to the last sheet: asked first, counted always, never guessed."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.consents.actions import refuse, take_back
from nuantong.consents.models import Consent
from nuantong.core.errors import Refusal
from nuantong.instruments.actions import sheets
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.screening.actions.entering import begin, load_table, report_of, save_row
from nuantong.screening.actions.rounds import Part, Plan, close_round, draw, make_round
from nuantong.screening.models import Alert, Participant, Round
from nuantong.screening.queries.rounds import participants_of, progress
from tests.conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, make_child, place
from tests.unit.screening.conftest import agree

CALM = {str(n): "0" for n in range(1, 10)}


def stage(round_: Round, name: str) -> str:
    return Participant.objects.get(round=round_, child__name=name).stage


def test_the_register_is_drawn_once_and_newcomers_join(round_: Round, officer: Reader) -> None:
    assert list(round_.participants.values_list("child__name", flat=True)) == ["小乐"]
    make_child("小新", NEXT_VILLAGE)
    make_child("小远", NEIGHBOUR)
    assert (draw(round_=round_, by=officer), draw(round_=round_, by=officer)) == (1, 0)
    assert stage(round_, "小新") == "asking"


def test_guardian_first_then_child_then_the_sheet(
    round_: Round, cast: SimpleNamespace, chair: Reader, version: InstrumentVersion
) -> None:
    child = cast.children.own
    with pytest.raises(Refusal, match="监护人还没有同意"):
        begin(round_=round_, child=child, version=version, mode="tablet", by=chair)
    agree(child, chair)
    assert stage(round_, "小乐") == "ready"
    sheet = begin(round_=round_, child=child, version=version, mode="tablet", by=chair)
    again = begin(round_=round_, child=child, version=version, mode="tablet", by=chair)
    assert (again.pk, stage(round_, "小乐")) == (sheet.pk, "under_way")
    for item in CALM:
        sheets.answer(sheet=sheet, item=item, value="0", by=chair)
    done = sheets.finish(sheet=sheet, by=chair)
    assert (done.valid, done.colour, stage(round_, "小乐")) == (True, "green", "done")
    assert not Alert.objects.exists()
    with pytest.raises(Refusal, match="已经填过"):
        begin(round_=round_, child=child, version=version, mode="tablet", by=chair)


def test_a_refusal_leaves_her_alone(round_: Round, cast: SimpleNamespace, chair: Reader) -> None:
    said = {"given_on": TODAY, "how": "spoken", "by": chair}
    refuse(
        child=cast.children.own, purpose="screening", giver="guardian", given_by="祖母甲", **said
    )
    assert stage(round_, "小乐") == "refused"
    agree(cast.children.own, chair)
    assert stage(round_, "小乐") == "ready"


def test_consent_taken_back_half_way_stops_the_sheet_and_says_so(
    round_: Round, cast: SimpleNamespace, chair: Reader, version: InstrumentVersion
) -> None:
    child = cast.children.own
    agree(child, chair)
    sheet = begin(round_=round_, child=child, version=version, mode="tablet", by=chair)
    sheets.answer(sheet=sheet, item="1", value="3", by=chair)
    take_back(consent=Consent.objects.get(purpose="screening"), by=chair)
    for act in (
        lambda: sheets.answer(sheet=sheet, item="2", value="3", by=chair),
        lambda: sheets.finish(sheet=sheet, by=chair),
    ):
        with pytest.raises(Refusal, match="撤回"):
            act()
    sheet.refresh_from_db()
    assert (sheet.given, stage(round_, "小乐")) == ({"1": 3}, "withdrawn")


def test_nothing_is_filled_in_after_the_round(
    round_: Round, cast: SimpleNamespace, officer: Reader, chair: Reader, version: InstrumentVersion
) -> None:
    agree(cast.children.own, chair)
    assert close_round(round_=round_, by=officer) == close_round(round_=round_, by=officer)
    with pytest.raises(Refusal, match="已经结束"):
        begin(round_=round_, child=cast.children.own, version=version, mode="paper", by=chair)


@pytest.mark.parametrize(
    ("born", "message"),
    [(dt.date(2012, 1, 1), "给8至17岁"), (None, "出生日期没有采集")],
)
def test_a_child_of_another_age_gets_no_sheet(
    round_: Round, officer: Reader, chair: Reader, version: InstrumentVersion,
    born: dt.date | None, message: str,
) -> None:  # fmt: skip
    child = make_child("小宝", NEXT_VILLAGE, birth_date=born)
    draw(round_=round_, by=officer)
    assert stage(round_, "小宝") == "list_only"
    agree(child, chair)
    with pytest.raises(Refusal, match=message):
        begin(round_=round_, child=child, version=version, mode="paper", by=chair)


def test_paper_is_typed_row_by_row_and_blanks_are_asked_about(
    round_: Round, cast: SimpleNamespace, chair: Reader, version: InstrumentVersion
) -> None:
    child = cast.children.own
    agree(child, chair)
    about = {"round_": round_, "child": child, "version": version, "by": chair}
    assert save_row(texts={**CALM, "3": "7"}, blanks=False, **about) == (
        None, {"3": "填了“7”，只能填0、1、2、3"},
    )  # fmt: skip
    assert not AnswerSheet.objects.exists()
    sheet, errors = save_row(texts={**CALM, "3": ""}, blanks=False, **about)
    assert sheet and not sheet.finished_at and "第3题空着" in errors[""]
    sheet, errors = save_row(texts={**CALM, "3": ""}, blanks=True, **about)
    assert sheet and sheet.valid and not errors


def test_half_missing_is_kept_as_invalid_and_a_red_item_in_it_still_counts(
    round_: Round, cast: SimpleNamespace, chair: Reader, version: InstrumentVersion
) -> None:
    agree(cast.children.own, chair)
    sheet, _ = save_row(
        round_=round_, child=cast.children.own, version=version, texts={"9": "1"}, blanks=True,
        by=chair,
    )  # fmt: skip
    assert sheet and (sheet.valid, sheet.total, sheet.red) == (False, None, True)
    taking = Participant.objects.get(round=round_)
    assert (taking.stage, taking.invalid, taking.colour, taking.red) == ("done", 1, "red", True)
    assert Alert.objects.get().key == f"sheet:{sheet.key.hex}"


def test_each_row_of_a_table_is_done_known_or_refused_with_its_reason(
    round_: Round, cast: SimpleNamespace, chair: Reader, officer: Reader, version: InstrumentVersion
) -> None:
    own = cast.children.own
    asked = make_child("小问", NEXT_VILLAGE, birth_date=dt.date(2004, 3, 1))
    draw(round_=round_, by=officer)
    agree(own, chair)
    heads = "儿童编号,姓名," + ",".join(f"第{n}题" for n in range(1, 10))
    zeros = ",".join("0" * 9)
    rows = [
        f"{own.number},小乐,{zeros}", f"{own.number},小乐,{zeros}", f"{asked.number},小问,{zeros}",
        f"T9999999,谁,{zeros}", f"{cast.children.neighbour.number},小航,{zeros}",
    ]  # fmt: skip
    data = "\n".join([heads, *rows]).encode()
    load = load_table(round_=round_, version=version, data=data, by=chair)
    told = [(one.state, one.words) for one in report_of(load)]
    assert [state for state, _ in told] == ["done", "refused", "refused", "refused", "refused"]
    for (_, words), expected in zip(
        told, ("已录入", "两次", "监护人", "名单", "名单"), strict=True
    ):
        assert expected in words
    again = load_table(round_=round_, version=version, data=data, by=chair)
    assert (again.done, again.known, AnswerSheet.objects.count()) == (0, 1, 1)
    other = data.replace(zeros.encode(), b"1,0,0,0,0,0,0,0,9", 1)
    assert (
        "第9题填了“9”"
        in report_of(load_table(round_=round_, version=version, data=other, by=chair))[0].words
    )


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", "编号,答\n1,2".encode(), b"\x00" * 2000]
)
def test_a_file_that_is_no_table_is_refused_whole(
    round_: Round, chair: Reader, version: InstrumentVersion, data: bytes
) -> None:
    with pytest.raises(Refusal):
        load_table(round_=round_, version=version, data=data, by=chair)


def test_every_count_opens_to_its_list(round_: Round, officer: Reader, chair: Reader) -> None:
    agree(make_child("小甲", NEXT_VILLAGE, birth_date=dt.date(2005, 1, 1)), chair)
    make_child("小丙", NEXT_VILLAGE)
    draw(round_=round_, by=officer)
    lines, total = progress(round_, officer, "/list")
    assert [(line.name, line.total) for line in lines] == [("巴南区", 3)]
    assert total.stages == {"asking": 2, "way": 1}
    assert participants_of(round_, officer).count() == 3
    assert f"/list?place={place('500113').code}&group=way" in [url for _, _, url in lines[0].cells]


@pytest.mark.parametrize("role", [Role.TOWNSHIP_CHAIR, Role.COUNSELLOR, Role.LEADER, Role.CARER])
def test_only_districts_and_the_city_make_rounds(
    round_: Round, reader: Callable[[Role], Reader], role: Role, version: InstrumentVersion
) -> None:
    with pytest.raises(Refusal):
        draw(round_=round_, by=reader(role))
    plan = Plan("自建", [place("500113").pk], TODAY, TODAY, [Part(version, 8, 17)])
    with pytest.raises(Refusal, match="工作范围"):
        make_round(key=uuid.uuid4(), plan=plan, by=reader(role))
