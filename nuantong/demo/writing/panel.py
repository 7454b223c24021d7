"""Two experts judge ten files of the counselling project, and the first signs."""

from random import Random
from typing import Final
from uuid import UUID

from nuantong.access.reader import reader_of, system_reader
from nuantong.accounts.models import User
from nuantong.counselling.effect.panel import ASPECTS
from nuantong.demo.cast import EXPERTS
from nuantong.outcomes.actions import draw_panel, judge_file, sign_result
from nuantong.outcomes.models import Panel, PanelFile
from nuantong.outcomes.queries.projects import Loaded, load, projects

SIZE: Final = 10


def write_panel(seed: int) -> None:
    """Nothing where no project has files enough."""
    by = system_reader()
    for project in projects(by):
        found = load(project.key, by)
        if found and len(found.to_draw) >= SIZE:
            return _judge(found, Random(seed))
    return None


def _judge(found: Loaded, random: Random) -> None:
    experts = list(User.objects.filter(staff_number__in=EXPERTS).order_by("staff_number"))
    panel = draw_panel(
        key=UUID(int=random.getrandbits(128)), project=found.project.key,
        title=found.project.title, cases=found.to_draw, size=SIZE, users=experts,
        by=system_reader(), seed=random.getrandbits(40),
    )  # fmt: skip
    for file in panel.files.order_by("number"):
        for expert in experts:
            _fill(file, found, expert, random)
    _sign(panel, experts[0])


def _fill(file: PanelFile, found: Loaded, expert: User, random: Random) -> None:
    """A mark near what the scores say; the two differ by one now and then."""
    gains = [
        one.ruler.index(before, after) if one.ruler else 0.0
        for one in found.study.outcomes
        if (before := one.first.get(file.case_key)) is not None
        and (after := one.last.get(file.case_key)) is not None
    ]
    gain = sum(gains) / len(gains)
    base = 3 + (gain > 0.6) + (gain > 2.2) - (gain < -0.6)
    marks = {key: max(1, min(5, base + random.choice((0, 0, 0, 1, -1)))) for key in ASPECTS}
    mean = sum(marks.values()) / len(marks)
    overall = "better" if mean > 3.4 else "worse" if mean < 2.6 else "same"
    judge_file(
        file=file, key=UUID(int=random.getrandbits(128)), overall=overall, marks=marks, words="",
        by=reader_of(expert),
    )  # fmt: skip


def _sign(panel: Panel, head: User) -> None:
    opinion = "多数儿童情绪和自尊有所好转；攻击行为材料不足，建议下一年补充教师评价。"
    sign_result(panel=panel, name=head.name, opinion=opinion, by=reader_of(head))
