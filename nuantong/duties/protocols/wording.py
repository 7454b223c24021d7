"""What a protocol says, and how two versions differ, in plain sentences. Pure."""

from collections.abc import Collection, Iterator

from nuantong.calendars.festivals import TITLES as FESTIVAL_TITLES
from nuantong.calendars.periods import Rule
from nuantong.duties.protocols.definition import Acceptance, Duty, ProtocolDefinition
from nuantong.duties.protocols.rungs import Desk, Rung, Trigger
from nuantong.duties.vocabulary import ACT_TITLES, MEANS_TITLES, Act, Means

PERIOD_WORDS = {
    Rule.DAY: "每天",
    Rule.WEEK: "每周",
    Rule.HALF_MONTH: "每半月",
    Rule.MONTH: "每月",
    Rule.QUARTER: "每季度",
    Rule.TERM: "每学期",
    Rule.THREE_MONTHS: "每三个月",
    Rule.HALF_YEAR: "每半年",
    Rule.YEAR: "每年",
}
STAGE_WORDS = {
    "preschool": "学龄前", "kindergarten": "幼儿园", "primary": "小学", "junior": "初中",
    "senior": "高中", "vocational": "中职", "college": "大专及以上", "dropped_out": "辍学",
    "not_in_school": "不在学",
}  # fmt: skip
DESK_WORDS = {Desk.TOWNSHIP: "乡镇（街道）", Desk.DISTRICT: "区县", Desk.CITY: "市"}
ABOUT = {
    Trigger.REMIND: "提醒爱心妈妈", Trigger.LATE: "逾期没有人处理", Trigger.MISSED: "连续没有做到",
    Trigger.SILENT: "没有任何联系", Trigger.UNHEARD: "爱心妈妈的手机没有动静",
}  # fmt: skip
NUMBERS = "零一两三四五六七八九十"


def duty_in_words(duty: Duty) -> str:
    """每周至少一次：见面（当面）。宽限3天，过期不能补做。"""
    ways = "；或者".join(way_in_words(way) for way in duty.accepts)
    return f"{how_often(duty)}：{ways}。{_grace(duty)}，{_catch_up(duty)}。"


def how_often(duty: Duty) -> str:
    times = NUMBERS[duty.times] if duty.times < len(NUMBERS) else str(duty.times)
    return f"{PERIOD_WORDS[duty.period]}至少{times}次"


def way_in_words(way: Acceptance) -> str:
    """One way to carry a duty: what, how, and for whom and when it is open."""
    acts = "或".join(ACT_TITLES[act] for act in Act if act in way.acts)
    return f"{acts}（{'；'.join([_means(way), *_limits(way)])}）"


def _means(way: Acceptance) -> str:
    return "或".join(MEANS_TITLES[one] for one in Means if one in way.means) or "方式不限"


def _limits(way: Acceptance) -> Iterator[str]:
    """For whom and when the way is open, and what it must be about."""
    if way.festivals:
        days = "、".join(title for key, title in FESTIVAL_TITLES.items() if key in way.festivals)
        yield f"在{days}当天或其法定假期"
    if way.topics:
        yield f"谈到{'、'.join(sorted(way.topics))}"
    if way.stages:
        yield "、".join(STAGE_WORDS.get(stage, stage) for stage in sorted(way.stages))
    if way.boarding is not None:
        yield "限寄宿生" if way.boarding else "限非寄宿生"
    if way.in_term is not None:
        yield "学期内" if way.in_term else "假期内"


def _grace(duty: Duty) -> str:
    return f"宽限{duty.grace_days}天" if duty.grace_days else "没有宽限"


def _catch_up(duty: Duty) -> str:
    return "过期可以补做" if duty.catch_up else "过期不能补做"


def rung_about(trigger: str, periods: Collection[str]) -> str:
    """没有任何联系; 连续没有做到（每周的职责）."""
    words = "、".join(PERIOD_WORDS[one] for one in Rule if one in periods)
    about = ABOUT.get(Trigger(trigger), "") if trigger in set(Trigger) else ""
    return f"{about}（{words}的职责）" if words else about


def rung_in_words(rung: Rung) -> str:
    """14天没有任何联系：请乡镇（街道）3天内答复，没有答复逐级报到市。"""
    words = "、".join(PERIOD_WORDS[one] for one in Rule if one in rung.periods)
    of = f"{words}的职责" if words else "职责"
    happened = {
        Trigger.REMIND: f"{of}到期前{rung.at}天还没做，提醒爱心妈妈。",
        Trigger.LATE: f"{of}逾期{f'{rung.at}天' if rung.at else ''}没有人处理",
        Trigger.MISSED: f"{of}连续漏{rung.at}次",
        Trigger.SILENT: f"{rung.at}天没有任何联系",
        Trigger.UNHEARD: f"爱心妈妈的手机{rung.at}天没有动静",
    }[rung.when]
    if rung.when == Trigger.REMIND:
        return happened
    climbs = f"，没有答复逐级报到{DESK_WORDS[rung.top]}" if rung.top < rung.to else ""
    return f"{happened}：请{DESK_WORDS[rung.to]}{rung.within}天内答复{climbs}。"


def differences(before: ProtocolDefinition, after: ProtocolDefinition) -> list[str]:
    """How the later one differs, a sentence for each thing; empty when it says the same."""
    old, new = before.by_code, after.by_code
    gone = [f"取消：{duty.title}。" for code, duty in old.items() if code not in new]
    added = [
        f"新增：{duty.title}（{duty_in_words(duty)[:-1]}）。"
        for code, duty in new.items()
        if code not in old
    ]
    both = [code for code in new if code in old]
    changed = [line for code in both if (line := _change(old[code], new[code]))]
    return [*changed, *gone, *added, *_climbs(before.ladder, after.ladder)]


def _climbs(before: Collection[Rung], after: Collection[Rung]) -> Iterator[str]:
    """The rungs that go, then those that come."""
    yield from (f"上报不再有：{rung_in_words(one)}" for one in before if one not in after)
    yield from (f"上报改为：{rung_in_words(one)}" for one in after if one not in before)


def _change(old: Duty, new: Duty) -> str:
    parts = list(_parts(old, new))
    return f"{old.title}：{'；'.join(parts)}。" if parts else ""


def _parts(old: Duty, new: Duty) -> Iterator[str]:
    if old.title != new.title:
        yield f"改称“{new.title}”"
    said = [
        (how_often, "改为"),
        (lambda duty: "；或者".join(map(way_in_words, duty.accepts)), "怎样才算改为"),
        (_grace, "改为"),
        (_catch_up, "改为"),
    ]
    for words, becomes in said:
        was, now = words(old), words(new)
        if was != now:
            yield f"“{was}”{becomes}“{now}”"
