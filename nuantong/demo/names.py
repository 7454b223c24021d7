"""Invented names by the surnames of Chongqing and the fashions of the years of birth."""

from random import Random
from typing import Final

SURNAMES: Final = (
    ("李", 78), ("王", 70), ("陈", 68), ("张", 66), ("刘", 60), ("杨", 58), ("周", 48), ("罗", 36),
    ("唐", 34), ("黄", 34), ("何", 32), ("谭", 31), ("吴", 30), ("邓", 28), ("胡", 26), ("蒋", 24),
    ("曾", 23), ("徐", 22), ("冯", 20), ("赵", 20), ("向", 19), ("冉", 18), ("彭", 18), ("夏", 17),
    ("袁", 16), ("龙", 14), ("秦", 14), ("熊", 13), ("肖", 13), ("程", 12), ("文", 12), ("廖", 12),
    ("余", 11), ("田", 11), ("万", 10), ("代", 10), ("牟", 9), ("傅", 8), ("石", 8), ("陶", 7),
    ("汤", 7), ("白", 7), ("汪", 7), ("幸", 5), ("覃", 5), ("付", 5), ("郎", 4), ("隆", 3),
)  # fmt: skip
SOUTHEAST: Final = (
    ("冉", 96), ("田", 88), ("杨", 82), ("张", 68), ("黄", 52), ("彭", 50), ("谭", 48), ("向", 46),
    ("白", 40), ("何", 36), ("王", 30), ("李", 30), ("陈", 28), ("石", 24), ("吴", 22), ("罗", 20),
    ("任", 18), ("秦", 18), ("马", 16), ("谢", 14), ("庹", 10), ("覃", 10), ("龚", 10), ("简", 8),
)  # fmt: skip
"""渝东南: the surnames of the 土家族 and 苗族 counties."""

GIVEN_BOYS: Final = (
    "浩宇 子轩 宇航 俊杰 文博 鑫宇 明轩 家豪 子豪 俊熙 天宇 雨泽 梓睿 志远 嘉伟 浩然 睿 鹏 杰 涛 "
    "小军 小龙 佳乐 俊宏 永康 思远 宇轩 博文 建豪 志豪 泽宇 子墨 欣阳 晨曦 星宇 锦程 治平 茂林 "
    "家兴 跃 川 毅 国栋 俊霖 奕辰 皓轩 承志 正阳 洪宇 云飞"
).split()
GIVEN_GIRLS: Final = (
    "欣怡 雨欣 梓涵 诗涵 佳怡 思琪 雨桐 静怡 婷婷 心怡 紫涵 雅琪 梦琪 佳琪 思雨 小雨 玲 丹 倩 婷 "
    "雪梅 春燕 小兰 若曦 可欣 梦瑶 雅婷 馨月 艺涵 语嫣 秋月 红霞 丽君 晓燕 诗雨 依诺 嘉怡 妍 露 颖 "
    "晓梅 冬梅 桂英 美琳 海燕 佳慧 文静 雨菲 珍珍 星月"
).split()
BOYS: Final = "俊浩宇子嘉家志文明天思晓泽博建永小承锦立", "杰轩豪涛阳鑫航凯强龙鹏辉林军成峰洋亮伟昊"
GIRLS: Final = (
    "雨欣思佳雅梦诗静晓美小紫语婉春艺心若依冬",
    "涵怡琪婷菲雪瑶妍蕾玲悦颖萱琳桐洁莹梅燕蓉",
)
ELDER_MEN: Final = (
    "国 建 明 光 德 正 大 世 永 兴 志 天 成 文 学 长 朝 廷 家 昌",
    "华 平 富 全 贵 林 友 才 海 云 福 祥 清 安 忠 发 禄 田 生 军",
)
ELDER_WOMEN: Final = (
    "素 秀 桂 淑 玉 成 正 德 兴 光 昌 世 天 永 代 先 维 仕 中 大",
    "芳 珍 英 兰 群 琼 华 碧 容 梅 莲 菊 香 蓉 淑 会 清 秀 凤 明",
)
WOMEN: Final = (
    "小 春 晓 雪 红 丽 海 秋 冬 玉 成 永 中 方 利 莉 建 天 国 明",
    "梅 燕 琴 红 玲 敏 霞 芳 丽 容 英 琼 艳 群 萍 娟 蓉 华 莉 平",
)
MEN: Final = (
    "建 小 志 永 国 海 明 世 成 中 天 光 正 洪 长 云 文 学 俊 德",
    "军 平 勇 强 华 林 波 刚 涛 兵 伟 明 全 川 东 云 飞 忠 洪 江",
)


class Names:
    """Hands out names; `southeast` says which surnames are at home there."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def surname(self, southeast: bool) -> str:
        names, weights = zip(*(SOUTHEAST if southeast else SURNAMES), strict=True)
        return str(self._rng.choices(names, weights)[0])

    def child(self, surname: str, boy: bool) -> str:
        """From the fashionable names, or put together of two characters."""
        rng = self._rng
        if rng.random() < 0.45:
            return surname + rng.choice(GIVEN_BOYS if boy else GIVEN_GIRLS)
        first, second = BOYS if boy else GIRLS
        return surname + rng.choice(first) + rng.choice(second)

    def adult(self, surname: str, man: bool, elder: bool = False) -> str:
        """Two characters after the surname, now and then only the second."""
        if elder:
            first, second = ELDER_MEN if man else ELDER_WOMEN
        else:
            first, second = MEN if man else WOMEN
        start = self._rng.choice(first.split()) if self._rng.random() > 0.12 else ""
        end = self._rng.choice(second.split())
        return surname + ("" if start == end else start) + end
