"""Drawing a panel, judging a file, signing the result."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import PERMISSIONS, Permission, Role
from nuantong.accounts.models import User
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.counselling.effect import panel as rules
from nuantong.counselling.effect.numbers import Absent, Result
from nuantong.outcomes.models import Panel, PanelExpert, PanelFile, PanelForm, PanelResult
from nuantong.people.models import Child

FEWEST_EXPERTS: Final = 2
SIGNED: Final = "专家组已经签署结果，不能再改。"


def experts(by: Reader) -> list[User]:
    """Everybody who may judge files today."""
    roles = [role for role in Role if Permission.JUDGE_FILES in PERMISSIONS[role]]
    grants = Grant.objects.in_force(by.on).filter(role__in=roles, user__is_active=True)
    return list(User.objects.filter(pk__in=grants.values("user")).order_by("name", "pk"))


@transaction.atomic
def draw_panel(
    *, key: UUID, project: str, title: str, cases: Mapping[str, int], size: int,
    users: Sequence[User], by: Reader, seed: int | None = None,
) -> Panel:  # fmt: skip
    """`cases` are key and child of every case that may be drawn. Once for a key."""
    known = Panel.objects.filter(key=key).first()
    if known is not None:
        return known
    _check_draw(size, cases, users, by)
    seed = secrets.randbits(48) if seed is None else seed
    drawn = Panel.objects.create(
        key=key, project=project, title=title, seed=seed, size=size, drawn_from=len(cases),
        drawn_at=clock.now(), drawer=by.user, drawn_by=by.actor_name,
    )  # fmt: skip
    chosen = rules.draw(cases, size, seed)
    PanelFile.objects.bulk_create(
        PanelFile(panel=drawn, number=number, case_key=one, child_id=cases[one])
        for number, one in enumerate(chosen, 1)
    )
    PanelExpert.objects.bulk_create(
        PanelExpert(panel=drawn, user=user, order=order) for order, user in enumerate(users)
    )
    about = {"size": size, "drawn_from": len(cases), "seed": seed, "experts": len(users)}
    record(action="抽取专家评议材料", by=by, object_type="panel", object_id=drawn.pk, changes=about)
    return drawn


def _check_draw(size: int, cases: Mapping[str, int], users: Sequence[User], by: Reader) -> None:
    if by.places(Permission.RUN_PANELS) is not None:
        raise Refusal("只有市级可以组织专家评议。")
    if len(users) < FEWEST_EXPERTS:
        raise Refusal(f"至少要{FEWEST_EXPERTS}名专家，才看得出意见是否一致。")
    if set(users) - set(experts(by)):
        raise Refusal("选中的人里有人不是评议专家，请先授予“评议专家”身份。")
    if not 2 <= size <= len(cases):
        raise Refusal(f"这个项目有{len(cases)}个可抽的个案，抽取份数须在2到{len(cases)}之间。")
    for user in users:
        seen = Child.objects.visible_to(reader_of(user, by.on), to=Permission.SEE_CHILDREN)
        if seen.filter(pk__in=cases.values()).exists():
            raise Refusal(f"{user.name}本来就能看到其中一些孩子，不能当评议专家。")


@transaction.atomic
def judge_file(
    *, file: PanelFile, key: UUID, overall: str, marks: Mapping[str, int], words: str, by: Reader
) -> PanelForm:
    """One expert's form of a file; sent anew it replaces the former. Once for a key."""
    known: PanelForm | None = PanelForm.objects.filter(key=key).first()
    if known is not None:
        return known
    panel = Panel.objects.select_for_update().get(pk=file.panel_id)
    expert = PanelExpert.objects.filter(panel=panel, user=by.actor_id).first()
    if expert is None or not by.can(Permission.JUDGE_FILES):
        raise Refusal("这份材料不是交给您评议的。")
    if PanelResult.objects.filter(panel=panel).exists():
        raise Refusal(SIGNED)
    with refusing({"panelform_overall_known": "请选择总评。"}):
        form: PanelForm = PanelForm.objects.create(
            key=key, file=file, expert=expert, overall=overall, marks=_marks(marks),
            words=words.strip(), at=clock.now(),
        )  # fmt: skip
    record(
        action="评议材料",
        by=by,
        object_type="panel",
        object_id=panel.pk,
        changes={"file": file.number},
    )
    return form


def _marks(marks: Mapping[str, int]) -> dict[str, int]:
    unknown = [
        key for key, mark in marks.items() if key not in rules.ASPECTS or mark not in rules.MARKS
    ]
    if unknown:
        raise Refusal("评分只能是1到5分。")
    return dict(marks)


def forms_of(panel: Panel) -> list[rules.Form]:
    """The last form of each expert for each file."""
    last = {
        (one.file.number, one.expert.order): one
        for one in PanelForm.objects.filter(file__panel=panel)
        .select_related("file", "expert")
        .defer("words")
    }
    return [
        rules.Form(number, f"{order}", one.overall, one.marks)
        for (number, order), one in sorted(last.items())
    ]


@transaction.atomic
def sign_result(*, panel: Panel, name: str, opinion: str, by: Reader) -> PanelResult:
    """By the panel's first expert, when everybody has judged every file."""
    locked = Panel.objects.select_for_update().get(pk=panel.pk)
    team = list(locked.experts.all())
    if not team or team[0].user_id != by.actor_id or not by.can(Permission.JUDGE_FILES):
        raise Refusal("由专家组组长签署。")
    if PanelResult.objects.filter(panel=locked).exists():
        raise Refusal(SIGNED)
    forms, wanted = forms_of(locked), locked.size * len(team)
    if len(forms) < wanted:
        raise Refusal(f"还有{wanted - len(forms)}份评议没有完成，不能签署。")
    if name.strip() != by.actor_name:
        raise Refusal("签署请写您自己的姓名，与账号上的一致。")
    found = rules.result(forms)
    signed: PanelResult = PanelResult.objects.create(
        panel=locked, content=content(found), digest=digest(forms), opinion=opinion.strip(),
        signed_at=clock.now(), signer=by.user, signed_by=by.actor_name,
    )  # fmt: skip
    record(action="签署专家评议结果", by=by, object_type="panel", object_id=locked.pk)
    return signed


def digest(forms: Sequence[rules.Form]) -> str:
    """What the result rests on, as one number that no later form can have."""
    rows = [[one.file, one.expert, one.overall, dict(sorted(one.marks.items()))] for one in forms]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=True).encode()).hexdigest()


def content(found: rules.Verdicts) -> dict[str, Any]:
    return {
        "files": found.files, "experts": found.experts, "counts": found.counts,
        "sentences": rules.sentences(found), "kappa": _plain(found.kappa),
        "icc": {one.title: _plain(one.single) for one in found.aspects},
    }  # fmt: skip


def _plain(result: Result) -> list[float] | str:
    if isinstance(result, Absent):
        return result.why
    return [result.value, result.low, result.high]
