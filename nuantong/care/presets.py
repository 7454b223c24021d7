"""What a carer taps on her phone: ordinary contacts in one tap, what came on top in another."""

from dataclasses import dataclass

from nuantong.duties.vocabulary import Act, Means


@dataclass(frozen=True)
class Preset:
    """One tap: what was done and how."""

    key: str
    title: str
    icon: str
    acts: tuple[Act, ...]
    means: Means


@dataclass(frozen=True)
class Extra:
    """What else came with it."""

    key: Act
    title: str
    icon: str


PRESETS = (
    Preset("met_talked", "见了面，谈了心", "heart", (Act.MEET, Act.TALK), Means.FACE),
    Preset("met", "见了面", "user", (Act.MEET,), Means.FACE),
    Preset("phone", "电话谈心", "phone", (Act.TALK,), Means.PHONE),
    Preset("video", "视频谈心", "video", (Act.TALK,), Means.VIDEO),
    Preset("not_child", "这次没有和孩子联系", "users", (), Means.FACE),
)
EXTRAS = (
    Extra(Act.GUARDIAN, "和监护人交流了", "home"),
    Extra(Act.TEACHER, "和班主任沟通了", "school"),
    Extra(Act.ACTIVITY, "一起参加了亲子活动", "star"),
    Extra(Act.FESTIVAL, "一起过了节", "gift"),
)
BY_KEY = {preset.key: preset for preset in PRESETS}


def preset_of(acts: frozenset[str], means: str) -> Preset:
    """The tap that a stored contact came from, for 'same as last time'."""
    own = acts & {Act.MEET, Act.TALK}
    return next(
        (p for p in PRESETS if set(p.acts) == own and (p.means == means or not own)), PRESETS[0]
    )
