"""The terms of a scheme and the facts of a child, in the words of the screen, for the rules."""

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet

from nuantong.aid.models import Application, OtherAid, Scheme, Step
from nuantong.aid.models.application import IN_VAIN
from nuantong.aid.models.scheme import PaperKind
from nuantong.aid.rules import Facts, Finding, Terms, check
from nuantong.books.purposes import WORDS
from nuantong.cohorts.helped import SOURCES
from nuantong.core.money import yuan
from nuantong.people.models import Child, Label
from nuantong.people.queries.ages import age_on

SEXES = {Child.Sex.BOY: "男", Child.Sex.GIRL: "女"}


def terms_of(scheme: Scheme) -> Terms:
    return Terms(
        opens_on=scheme.opens_on, closes_on=scheme.closes_on, youngest=scheme.youngest,
        oldest=scheme.oldest, sex=SEXES.get(Child.Sex(scheme.sex or "0"), ""),
        labels=[Label.Category(one).label for one in scheme.labels],
        stages=[str(Child.Stage(one).label) for one in scheme.stages],
        papers=[PaperKind(one).label for one in scheme.papers],
        fen=scheme.fen, is_ceiling=scheme.is_ceiling,
    )  # fmt: skip


def facts_of(
    child: Child, on: dt.date, *, asked_fen: int = 0, papers: list[str] | None = None,
    other: list[str] | None = None,
) -> Facts:  # fmt: skip
    held = [one for one in child.labels.all() if _holds(one, on)]
    return Facts(
        on=on, on_register=child.status == Child.Status.ON_REGISTER,
        age=age_on(child.birth_date, on), sex=SEXES.get(Child.Sex(child.sex), ""),
        labels=[one.get_category_display() for one in held],
        stage=child.get_stage_display() if child.stage else "",
        papers=papers or [], asked_fen=asked_fen, other=other or [],
    )  # fmt: skip


def _holds(label: Label, on: dt.date) -> bool:
    begun = label.since is None or label.since <= on
    return begun and (label.until is None or label.until > on)


def check_scheme(scheme: Scheme, child: Child, on: dt.date) -> list[Finding]:
    """Before anybody asks: the child against a scheme, without papers and money."""
    terms = terms_of(scheme)
    return [one for one in check(terms, facts_of(child, on)) if one.rule != "材料"]


def check_application(application: Application, on: dt.date) -> list[Finding]:
    """As things are on the day; whether the window was open is a question of the day she applied."""
    papers = application.papers.filter(sealed__isnull=False)
    facts = facts_of(
        application.child, application.applied_on, asked_fen=application.asked_fen,
        papers=[PaperKind(what).label for what in papers.values_list("what", flat=True)],
        other=other_aid(application, on),
    )  # fmt: skip
    return check(terms_of(application.scheme), facts)


def other_aid(application: Application, on: dt.date) -> list[str]:
    """What the child has asked for or been given elsewhere in the last twelve months."""
    since = on - dt.timedelta(days=365)
    rows = OtherAid.objects.filter(child=application.child_id, voided_at=None, on__gte=since)
    found = [
        f"{one.on:%Y年%-m月%-d日}从{one.get_source_display()}得到{yuan(one.fen)}（{one.what}）"
        for one in rows
    ]
    others = Application.objects.filter(child=application.child_id, applied_on__gte=since)
    others = others.exclude(pk=application.pk).exclude(state__in=IN_VAIN)
    found += [
        f"{one.applied_on:%Y年%-m月%-d日}申请了{one.scheme.title}（{one.get_state_display()}）"
        for one in others.select_related("scheme")
    ]
    return found + _handed_out(application.child, since)


def paid() -> QuerySet[Step, dict[str, Any]]:
    """Who got aid, what for and when: for whoever chooses children (cohorts.helped)."""
    rows = Step.objects.filter(kind=Step.Kind.PAID).order_by()
    rows = rows.annotate(child=F("application__child"), purpose=F("application__scheme__kind"))
    found: QuerySet[Step, dict[str, Any]] = rows.values("child", "purpose", "on")
    return found


def _handed_out(child: Child, since: dt.date) -> list[str]:
    """Goods and money the child has signed for, as the apps that hand them out know it."""
    others = [source() for source in SOURCES if source is not paid]
    rows = [row for other in others for row in other.filter(child=child.pk, on__gte=since)]
    return [f"{row['on']:%Y年%-m月%-d日}领到{WORDS.get(row['purpose'], '物资')}" for row in rows]
