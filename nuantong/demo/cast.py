"""The people the README's tour follows. All invented; their places are real."""

from dataclasses import dataclass
from typing import Final

from nuantong.access.roles import Role

VILLAGE: Final = "500113111200"
"""八角村 of 麻柳嘴镇, 巴南区."""
TOWNSHIP: Final = VILLAGE[:9]
DISTRICT: Final = VILLAGE[:6]
CITY: Final = "500000"
ZONE: Final = "万盛经开区"


@dataclass(frozen=True)
class Member:
    """Somebody who can sign in. `where` is a region's code or an organisation's short name."""

    role: Role
    name: str
    staff_number: str
    where: str
    what: str
    phone: int = 0
    """Number of the reserved phone; 0 for none."""


CAST: Final = (
    Member(Role.CARER, "李春梅", "C5001130001", "", "八角村的爱心妈妈，结对周小婷、周小航姐弟；用手机看", 1),
    Member(Role.VILLAGE_CHAIR, "张桂芳", "C5001130002", VILLAGE, "麻柳嘴镇八角村妇联主席", 2),
    Member(Role.TOWNSHIP_CHAIR, "杨慧", "T500113111", TOWNSHIP, "巴南区麻柳嘴镇妇联主席", 3),
    Member(Role.TOWNSHIP_CHAIR, "秦岚", "T5001131112", TOWNSHIP, "麻柳嘴镇妇联副主席：核对名册的第二人", 15),
    Member(Role.DISTRICT_OFFICER, "陈静", "D500113", DISTRICT, "巴南区妇联干部：花名册、结对批次、逾期", 4),
    Member(Role.DISTRICT_OFFICER, "罗玉兰", "Z500001", ZONE, "万盛经开区妇联干部：授权在单位，不在区划", 5),
    Member(Role.CITY_OFFICER, "王丽华", "M500001", CITY, "市妇联家庭和儿童工作部", 6),
    Member(Role.CITY_OFFICER, "刘敏", "M500002", CITY, "市妇联办公室", 7),
    Member(Role.COUNSELLOR, "唐晓燕", "P500001", "", "心理咨询师：只看转介给她的个案", 8),
    Member(Role.RIGHTS_OFFICER, "周建红", "R500113", DISTRICT, "巴南区妇联权益干部：强制报告", 9),
    Member(Role.RIGHTS_OFFICER, "吴敏仪", "R500001", CITY, "市妇联权益部：区县没有权益干部时的强制报告", 14),
    Member(Role.LEADER, "赵光明", "L500001", CITY, "领导：只看数字，不看姓名", 10),
    Member(Role.SYSTEM_ADMIN, "何川", "S500001", "", "系统管理员：账号", 11),
    Member(Role.SECURITY_ADMIN, "谭静", "S500002", "", "安全管理员：授权", 12),
    Member(Role.AUDIT_ADMIN, "冯平", "S500003", "", "审计管理员：查阅记录", 13),
    Member(Role.CASE_SUPERVISOR, "龙素芬", "P500002", "", "个案督导：看督导项目的个案和咨询记录", 18),
    Member(Role.EXPERT, "段文博", "E500001", CITY, "评议专家（组长）：只看隐去身份的材料", 16),
    Member(Role.EXPERT, "简素云", "E500002", CITY, "评议专家：只看隐去身份的材料", 17),
    Member(Role.ACCOUNTANT, "蒋文丽", "A500001", CITY, "市妇联财务人员：资金账、关账", 19),
    Member(Role.STORE_KEEPER, "秦国华", "K500001", CITY, "市级仓库保管员：收货、调拨、盘点", 20),
)  # fmt: skip
CARER: Final = CAST[0]
VILLAGE_CHAIR: Final = CAST[1]
TOWNSHIP_CHAIR: Final = CAST[2]
DISTRICT_OFFICER: Final = CAST[4]
EXPERTS: Final = [one.staff_number for one in CAST if one.role == Role.EXPERT]
SUPERVISOR: Final = next(one for one in CAST if one.role == Role.CASE_SUPERVISOR)
COUNSELLOR: Final = next(one for one in CAST if one.role == Role.COUNSELLOR)

SIBLINGS: Final = "siblings"
"""The household of the tour: two siblings whose parents died, and their grandmother."""
