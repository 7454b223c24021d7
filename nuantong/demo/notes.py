"""What carers write beside a contact: mostly nothing, now and then a line."""

import datetime as dt
from random import Random
from typing import Final

NOTED: Final = 0.16
LINES: Final = (
    "作业完成得不错，夸了他", "孩子长高了，衣服小了", "一起包了饺子", "说想爸爸妈妈", "教奶奶用手机视频",
    "感冒了，陪着去了村卫生室", "期末考试数学进步了", "屋里收拾得干净", "不太爱说话，陪着坐了一会儿",
    "送去了书包和文具", "和爷爷说了按时吃药的事", "在学校和同学闹了别扭，劝开了", "一起打扫了院子",
    "说长大想当老师", "提醒防溺水，不要下河", "视力下降，建议去检查", "画了一幅画送给我",
    "和孩子一起做了晚饭", "奶奶腰疼，联系了村医", "孩子主动叫我妈妈了", "送去了棉被和过冬衣服",
    "一起读了一本书", "问了住校的情况，吃得惯", "补习了英语单词", "天气热，叮嘱注意用电",
)  # fmt: skip
TOUR: Final = {
    "2018-01": "门锁着，隔着窗户和小航说了几句话",
    "2018-02": "一起包饺子，小婷笑了，小航还躲在里屋",
    "2018-03": "送去的书包小航收下了",
    "2018-04": "小航开门让我进去了，还是不说话",
    "2018-05": "陪姐弟俩写作业，小航问我明天还来不来",
    "2018-06": "和奶奶一起看了小航的画：我们在包饺子",
    "2018-07": "带姐弟俩到镇上图书室，小婷借了三本书",
    "2018-08": "小航在村口等我，叫了一声“李妈妈”",
}
"""Month by month, the first line of each: how a door opened."""


class Notes:
    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._told: set[str] = set()

    def line(self, on: dt.date, is_tour: bool) -> str:
        if is_tour:
            return self._tour(f"{on:%Y-%m}")
        return self._rng.choice(LINES) if self._rng.random() < NOTED else ""

    def _tour(self, month: str) -> str:
        if month in self._told:
            return ""
        self._told.add(month)
        return TOUR.get(month, "")
