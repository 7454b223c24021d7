"""The open page: where a link leads, and how far somebody's application has come."""

from typing import Final

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.carers.models import Application, Submission
from nuantong.people.models import Carer
from nuantong.regions.tree import TOWNSHIP, VILLAGE, Place, Tree

LASTS: Final = 180 * 24 * 3600
SIGNER: Final = TimestampSigner(salt="carers.join")
RECEIVED: Final = "已收到。乡镇（街道）妇联会打电话与您联系。"
STATES: Final = {
    "submitted": RECEIVED,
    "checked": "乡镇（街道）妇联已核实，正等区县妇联批准。",
    "approved": "已批准，您是爱心妈妈了。怎样登录，乡镇（街道）妇联会告诉您。",
    "refused": "没有批准。想知道原因，请问乡镇（街道）妇联。",
    "withdrawn": "申请已撤回。",
}
ANSWERED: Final = "乡镇（街道）妇联已经与您联系过。"


def token_of(place: Place) -> str:
    """The last part of a link that a chair shows; nobody else can make one."""
    return SIGNER.sign(place.code)


def invited(token: str, tree: Tree) -> Place | None:
    """The village or township a link is for; None when it is over or not ours."""
    try:
        place = tree.by_code(SIGNER.unsign(token, max_age=LASTS))
    except BadSignature:
        return None
    place = tree.get(tree.current(place.id)) if place else None
    return place if place and place.level in (TOWNSHIP, VILLAGE) else None


def villages(place: Place, tree: Tree) -> list[Place]:
    """Where somebody who follows the link may live."""
    return [place] if place.level == VILLAGE else tree.children(place.id) or [place]


def state_of(number: str, tail: str) -> str:
    """In plain words, for whoever has the receipt and the telephone; '' for anybody else."""
    found = Submission.objects.filter(number=number).select_related("application").first()
    if not constant_time_compare(tail, found.tail if found else "") or found is None:
        return ""
    if found.application:
        return STATES[found.application.state]
    return ANSWERED if found.answered_on else RECEIVED


def link_of(place: Place) -> str:
    return reverse("carers:join", args=[token_of(place)])


def same_carer(found: Submission, reader: Reader) -> Carer | None:
    """Who she is on the register, as far as the reader may see her."""
    index = Carer._meta.get_field("id_index").of(str(found.id_number))
    seen = Carer.objects.visible_to(reader, to=Permission.SEE_CARERS)
    one: Carer | None = seen.filter(id_index=index).first()
    return one


def same_application(found: Submission, reader: Reader) -> Application | None:
    """Her application that was under way, as far as the reader may see it."""
    index = Application._meta.get_field("id_index").of(str(found.id_number))
    return Application.objects.visible_to(reader).filter(id_index=index).first()


def offices(reader: Reader, regions: list[int]) -> list[Place]:
    """The reader's own villages and townships, for which she may show a link at once."""
    places = (reader.tree.get(region) for region in regions)
    return [place for place in places if place and place.level in (TOWNSHIP, VILLAGE)]
