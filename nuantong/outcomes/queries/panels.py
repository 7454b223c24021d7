"""What panels show: how far they are, blinded files, the signed result."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from nuantong.access.reader import Reader
from nuantong.counselling.effect.panel import OVERALL
from nuantong.counselling.effect.study import Curve, child_curves
from nuantong.outcomes.actions import forms_of
from nuantong.outcomes.models import Panel, PanelFile, PanelForm, PanelResult
from nuantong.outcomes.queries import projects


@dataclass(frozen=True)
class State:
    """Of each expert how many files she has judged; of each file whether the reader has."""

    experts: list[tuple[str, int]]
    files: list[tuple[int, bool]]
    judges: bool
    heads: bool
    left: int
    result: PanelResult | None
    counts: list[tuple[str, int]]


def of_project(key: str) -> QuerySet[Panel]:
    found: QuerySet[Panel] = Panel.objects.filter(project=key).select_related("result")
    return found


def state(panel: Panel, reader: Reader) -> State:
    team = list(panel.experts.select_related("user"))
    forms = forms_of(panel)
    own = next((one for one in team if one.user_id == reader.actor_id), None)
    judged = {form.file for form in forms if own and form.expert == f"{own.order}"}
    result = PanelResult.objects.filter(panel=panel).first()
    done = [(one.user.name, sum(f.expert == f"{one.order}" for f in forms)) for one in team]
    counts = result.content["counts"] if result else {}
    return State(
        done, [(one.number, one.number in judged) for one in panel.files.all()] if own else [],
        own is not None, bool(own and not own.order), panel.size * len(team) - len(forms), result,
        [(OVERALL[key], count) for key, count in counts.items()],
    )  # fmt: skip


def signed_sentences(project: str) -> list[str]:
    """The last signed result of a project as it stands in a report."""
    found = PanelResult.objects.filter(panel__project=project).order_by("-signed_at").first()
    if found is None:
        return []
    when = timezone.localtime(found.signed_at)
    signed = f"{when.year}年{when.month}月{when.day}日由专家组组长{found.signed_by}签署。"
    return [*found.content["sentences"], *([str(found.opinion)] if found.opinion else []), signed]


def former(file: PanelFile, reader: Reader) -> dict[str, Any]:
    """What the reader said of the file before."""
    rows = PanelForm.objects.filter(file=file, expert__user=reader.actor_id)
    last = rows.order_by("-at", "-pk").first()
    return {"overall": last.overall, "words": last.words, **last.marks} if last else {}


@dataclass(frozen=True)
class Blind:
    """A case as an expert sees it: no name, number, place, day, counsellor; no free text, which
    might name somebody."""

    about: list[tuple[str, str]]
    curves: list[Curve]


def blind(file: PanelFile) -> Blind:
    found = projects.load(file.panel.project, None)
    record = found.cases[file.case_key].record if found and file.case_key in found.cases else None
    if found is None or record is None:
        return Blind([("材料", "这份个案已经不在项目里。")], [])
    person = record.participant
    end = "中途退出" if person.left else "按计划完成" if person.finished else "还在进行"
    about = [
        ("性别", record.sex),
        ("年龄段", record.age),
        ("辅导次数", f"{person.sessions}次"),
        ("结束情况", end),
    ]
    return Blind(about, child_curves(record, found.study))
