"""Where everybody went: screened, agreed, started, left and why, measured at each point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Participant:
    """`left` is the reason in words when she stopped before the end; `finished` when she did not."""

    key: str
    consented: bool = False
    started: bool = False
    sessions: int = 0
    left: str = ""
    finished: bool = False
    assessed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """A figure of the flow with those it counts."""

    key: str
    title: str
    people: frozenset[str]

    @property
    def count(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class Flow:
    """`steps` in their order; `ends` are the parts of those who started, each in exactly one."""

    steps: list[Step]
    ends: list[Step]
    assessed: list[Step]
    sessions: int = 0
    per_child: float | None = None
    by_key: dict[str, Step] = field(default_factory=dict)

    @property
    def started(self) -> Step:
        return self.by_key["started"]


def flow(people: Iterable[Participant], points: Mapping[str, str]) -> Flow:
    """`points` are the measurements in order, key to title."""
    everybody = sorted(people, key=lambda one: one.key)
    started = [one for one in everybody if one.started]
    steps = [
        _step("screened", "筛查过", everybody),
        _step("consented", "监护人和孩子都同意", [one for one in everybody if one.consented]),
        _step("started", "开始辅导", started),
    ]
    assessed = [
        _step(f"at_{key}", title, [one for one in started if key in one.assessed])
        for key, title in points.items()
    ]
    received = [one.sessions for one in started]
    ends = _ends(started)
    return Flow(
        steps, ends, assessed, sum(received), median(received) if received else None,
        {step.key: step for step in [*steps, *ends, *assessed]},
    )  # fmt: skip


def _step(key: str, title: str, people: list[Participant]) -> Step:
    return Step(key, title, frozenset(one.key for one in people))


def _ends(started: list[Participant]) -> list[Step]:
    """Finished, still under way, or left early by reason: the sums close."""
    reasons = sorted({one.left for one in started if one.left})
    return [
        _step("finished", "按计划完成", [o for o in started if o.finished and not o.left]),
        _step("running", "还在进行", [o for o in started if not o.finished and not o.left]),
        *(
            _step(f"left_{number}", f"中途退出：{reason}", [o for o in started if o.left == reason])
            for number, reason in enumerate(reasons)
        ),
    ]
