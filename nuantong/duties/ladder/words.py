"""What the ladder says. No sentence names a child: the first lines may leave the product."""

from nuantong.duties.protocols.rungs import Trigger

KINDS = {
    Trigger.SILENT: "没有任何联系",
    Trigger.UNHEARD: "爱心妈妈的手机没有动静",
    Trigger.MISSED: "连续没有做到",
    Trigger.LATE: "逾期还没有人处理",
}


def trigger_of(rule: str) -> Trigger:
    return Trigger(rule.partition(":")[0])


def what(rule: str, step: int, titles: dict[str, str]) -> str:
    """A step in words; `titles` are those of the duties by code."""
    trigger, duty = trigger_of(rule), rule.partition(":")[2]
    if trigger == Trigger.SILENT:
        return f"{step}天没有任何联系"
    if trigger == Trigger.UNHEARD:
        return f"爱心妈妈的手机{step}天没有动静"
    if trigger == Trigger.MISSED:
        return f"连续{step}次没有做到“{titles.get(duty, duty)}”"
    return "有职责逾期，还没有人处理"
