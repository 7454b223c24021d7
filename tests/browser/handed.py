"""What the tour's carer is to hand out: coats and money, for the children of her village."""

from nuantong.accounts.models import User
from nuantong.people.models import Child
from tests.browser.people import CARER
from tests.conftest import place
from tests.unit.goods.shelves import make_store
from tests.unit.handouts.given import coats, grants

COATS, MONEY = "麻柳嘴镇冬衣", "麻柳嘴镇慰问金"


def gives() -> None:
    """Two batches of the whole village, ready to be handed out."""
    carer = User.objects.get(staff_number=CARER).carer
    village = Child.objects.filter(place=carer.place_id, setting="scattered").on_register()
    children = list(village.order_by("pk"))
    store = make_store("麻柳嘴镇发放点", place("500113111").code)
    coats(children, count=30, name="加厚羽绒服", title=COATS, store=store)
    grants(children, title=MONEY)
