"""The words of contacts and outcomes, as they are stored, sent and printed."""

from enum import StrEnum


class Act(StrEnum):
    """What a contact was about."""

    MEET = "meet"
    TALK = "talk"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    ACTIVITY = "activity"
    FESTIVAL = "festival"


class Means(StrEnum):
    """How it took place."""

    FACE = "face"
    PHONE = "phone"
    VIDEO = "video"


class Outcome(StrEnum):
    """What became of a window. The last three are derived until it closes, never stored."""

    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    EXEMPT = "exempt"
    VOID = "void"
    OPEN = "open"
    IN_GRACE = "in_grace"
    UNREPORTED = "unreported"


FULFILLED = frozenset({Outcome.MET, Outcome.MET_LATE})
RUNNING = frozenset({Outcome.OPEN, Outcome.IN_GRACE, Outcome.UNREPORTED})
UNMET = frozenset({Outcome.MISSED, Outcome.IN_GRACE, Outcome.UNREPORTED})

PARTIAL = "partial"
EXCUSED = "excused"
"""What is stored of an exemption: its words stay with it alone."""
"""The reason of a window that is exempt because too few of its days fall in the enrolment."""

IN_TIME, LATE = "in_time", "late"
"""How a contact fulfils a window: on its days, or after its end and within grace."""

ACT_TITLES = {
    Act.MEET: "见面",
    Act.TALK: "谈心",
    Act.GUARDIAN: "与监护人交流",
    Act.TEACHER: "与班主任沟通",
    Act.ACTIVITY: "亲子活动",
    Act.FESTIVAL: "一起过节",
}
MEANS_TITLES = {Means.FACE: "当面", Means.PHONE: "电话", Means.VIDEO: "视频"}
OUTCOME_TITLES = {
    Outcome.MET: "已履行",
    Outcome.MET_LATE: "补做",
    Outcome.MISSED: "未履行",
    Outcome.EXEMPT: "免除",
    Outcome.VOID: "不计",
    Outcome.OPEN: "进行中",
    Outcome.IN_GRACE: "宽限期内",
    Outcome.UNREPORTED: "未报",
}
