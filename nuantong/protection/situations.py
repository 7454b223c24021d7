"""The nine situations of the mandatory report (高检发〔2020〕9号 §4), in plain words."""

from typing import Final, NamedTuple


class Situation(NamedTuple):
    """Its number in the source, the words on screen, and a line that helps to decide."""

    number: int
    title: str
    hint: str = ""


SITUATIONS: Final = (
    Situation(1, "私处有不正常的伤", "生殖器官或隐私部位受伤、出血、红肿，说不清原因"),
    Situation(2, "不满14岁女孩疑被性侵、怀孕或流产"),
    Situation(3, "14岁以上女孩疑因性侵怀孕或流产"),
    Situation(4, "身上多处受伤、饿得很瘦、神志不清", "怀疑被打骂、虐待、欺凌或被下药麻醉"),
    Situation(5, "因自杀、自残、工伤、中毒、殴打等伤残或死亡"),
    Situation(6, "被遗弃，或者长期没有人照料"),
    Situation(7, "来历不明、失踪，或疑被拐卖、收买"),
    Situation(8, "被人组织去乞讨"),
    Situation(9, "其他严重伤害，或正面临危险", "拿不准是哪一种，就选这一项"),
)
BY_NUMBER: Final = {situation.number: situation for situation in SITUATIONS}
CHOICES: Final = [(situation.number, situation.title) for situation in SITUATIONS]


def title_of(number: int) -> str:
    return BY_NUMBER[number].title
