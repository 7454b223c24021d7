"""Two children with everything that can hang on a child: the cast's own, and a neighbour's."""

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from types import SimpleNamespace

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.accounts.models import SavedView, User
from nuantong.aid.models import Application as AidApplication
from nuantong.care.feeds import make_feed
from nuantong.care.models import BulkAct, BulkRow
from nuantong.carers.actions import Applicant, apply, submit
from nuantong.carers.models import Application, Submission
from nuantong.cohorts import actions as cohorts
from nuantong.cohorts.models import Cohort
from nuantong.consents.actions import give
from nuantong.core import clock
from nuantong.core.longwork import LongWork
from nuantong.core.photos import Photo
from nuantong.core.text import check_character
from nuantong.counselling.actions import assign, refer
from nuantong.counselling.models import Case
from nuantong.duties.actions import exempt, record_contact
from nuantong.duties.actions.protocols import begin_draft, desks, publish
from nuantong.duties.actions.signal import mark_without_signal
from nuantong.duties.models import (
    Contact,
    DutyAway,
    Enrolment,
    Escalation,
    Exemption,
    Protocol,
    ProtocolDraft,
    ProtocolVersion,
    SetAside,
    VillageWithoutSignal,
    WindowOutcome,
)
from nuantong.duties.protocols.shipped import shipped_json
from nuantong.eligibility.actions import assess
from nuantong.eligibility.models import Referral
from nuantong.growth.actions import add_photo
from nuantong.growth.models import Photo as GrowthPhoto
from nuantong.help.actions import Letter, complain
from nuantong.help.models import Complaint
from nuantong.helpers.models import Helper, Service
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.notices.models import Notice
from nuantong.outcomes.models import Panel, PanelFile
from nuantong.pairing.actions.pins import apply_pins, read_pins
from nuantong.pairing.models import (
    Handover,
    Leave,
    LeftOver,
    Pairing,
    PairingRound,
    Proposal,
    Publication,
    Review,
    Shortage,
    Wish,
)
from nuantong.people.actions import propose_move
from nuantong.people.identity import search_key
from nuantong.people.models import (
    Absence,
    Carer,
    Child,
    GrantedChild,
    Guardian,
    Label,
    Move,
    Need,
    ParentSituation,
)
from nuantong.programmes.models import Session
from nuantong.protection.actions import Account, report_danger
from nuantong.protection.models import DangerReport, PoliceStation
from nuantong.regions.models import Organisation, PinLoad, Region
from nuantong.rosters.actions import preview, receive
from nuantong.rosters.models import RosterImport
from nuantong.screening.actions.entering import begin, save_row
from nuantong.screening.actions.observing import observe
from nuantong.screening.actions.rounds import Part, Plan, make_round
from nuantong.screening.models import Alert, Observation
from nuantong.screening.models import Round as Screening
from nuantong.services.actions import Draft, Share, Stage, Terms, make_contract
from nuantong.services.models import (
    Area,
    Practitioner,
    PractitionerCheck,
    PractitionerPledge,
    Provider,
)
from nuantong.sweeps.actions.loads import receive as receive_load
from nuantong.sweeps.actions.loads import start
from nuantong.sweeps.actions.standings import link_to
from nuantong.sweeps.models import Card, Closing, Link, Load, Record, Source
from nuantong.sweeps.running import run
from nuantong.tasks.models import Task
from nuantong.visits.actions import ask_for_visit, begin_batch, record_visit
from nuantong.visits.filled import About, Filled, Subject
from nuantong.visits.models import PaperBatch, Visit, VisitRequest
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, make_carer, make_child, make_user, place
from tests.unit.reckoning.told import Told, told
from tests.web.aided import aided
from tests.web.bought import bought
from tests.web.handed import Handed, handed
from tests.web.stored import Stored, stored

SPRING = dt.date(2018, 3, 1)


@dataclass(frozen=True)
class Swept:
    """A roster with the child on it: her row linked, a row beside it on a card, a closed village."""

    load: Load
    record: Record
    link: Link
    card: Card
    closing: Closing


@dataclass(frozen=True)
class Side:
    """A child, her household and her carer, and what is known and was done about them."""

    child: Child
    sibling: Child
    carer: Carer
    label: Label
    need: Need
    pairing: Pairing
    contact: Contact
    round: PairingRound
    proposal: Proposal
    report: DangerReport
    complaint: Complaint
    station: PoliceStation
    view: SavedView
    grant: Grant
    roster: RosterImport
    visit: Visit
    asked: VisitRequest
    batch: PaperBatch
    task: Task
    notice: Notice
    handover: Handover
    leave: Leave
    review: Review
    move: Move
    absence: Absence
    pins: PinLoad
    application: Application
    submission: Submission
    service: Service
    wish: Wish
    token: str
    photo: GrowthPhoto
    publication: Publication
    edition: ProtocolVersion
    draft: ProtocolDraft
    aside: SetAside
    exemption: Exemption
    silent: VillageWithoutSignal

    bought: Session
    swept: "Swept"
    situation: ParentSituation
    referral: Referral
    away: DutyAway
    bulk: BulkAct
    observation: Observation
    alert: Alert
    panel: Panel
    screening: Screening
    sheet: AnswerSheet
    case: Case
    handed: Handed
    told: Told
    begun: AnswerSheet
    aid: AidApplication
    cohort: Cohort
    goods: Stored

    @property
    def telling(self) -> set[str]:
        """Words that only those who answer for the child may read."""
        guardian = self.child.guardians.get()
        named = {self.child.name, self.sibling.name, self.carer.name, guardian.name}
        numbers = {self.child.number, self.sibling.number, str(guardian.phone)}
        applicant = {self.application.name, str(self.application.phone)}
        helper = {self.service.helper.name, str(self.service.helper.phone)}
        return (
            named
            | numbers
            | applicant
            | helper
            | {str(self.child.address), str(self.complaint.text)}
        )


@dataclass(frozen=True)
class World:
    cast: SimpleNamespace
    own: Side
    neighbour: Side


@dataclass(frozen=True)
class Names:
    """What a side is called; no word of one stands in the other."""

    sibling: str
    guardian: str
    phone: str
    address: str


def build_world(cast: SimpleNamespace) -> World:
    cast.children.neighbour.name = "欧阳航"
    writer = make_user("carer-next", "司徒兰", Role.CARER)
    carer = make_carer("司徒兰", NEIGHBOUR, user=writer)
    own = Names("小宁", "祖母甲", "13900000001", "麻柳嘴镇八角村3组")
    neighbour = Names("欧阳宁", "上官婆婆", "13900000002", "永川某村9组")
    officer = make_user("officer-next", "南宫雪", Role.DISTRICT_OFFICER, NEIGHBOUR[:6])
    world = World(
        cast,
        _side(VILLAGE, cast.children.own, cast.carer, own, cast.staff[Role.DISTRICT_OFFICER]),
        _side(NEIGHBOUR, cast.children.neighbour, carer, neighbour, officer),
    )
    counsellor = cast.staff[Role.COUNSELLOR].grants.get()
    GrantedChild.objects.create(grant=counsellor, child=world.own.child)
    return world


def _side(village: str, child: Child, carer: Carer, names: Names, officer: User) -> Side:
    _family(child, names)
    township = place(village[:9])
    pairing = Pairing.objects.create(
        child=child, carer=carer, start=SPRING, tier="village", checked_on=SPRING
    )
    assert carer.user is not None
    sibling = make_child(names.sibling, village, household=child.household)
    begun, proposal = _round(township, child, carer)
    reader = reader_of(carer.user, TODAY)
    return Side(
        child=child, sibling=sibling, carer=carer, pairing=pairing, round=begun, proposal=proposal,
        label=Label.objects.create(child=child, category="orphan", basis="民政认定", since=SPRING),
        need=Need.objects.create(child=child, kind="study", raised_on=SPRING, raised_by="村妇联"),
        contact=_care(child, carer, reader), report=_report(child, reader),
        complaint=_complaint(names, reader), station=_station(township),
        view=_view(carer.user), grant=carer.user.grants.get(), roster=_roster(child, officer),
        visit=_visit(child, names, reader), asked=_asked(child, names, officer),
        batch=begin_batch(place=child.place.pk, visitor="村干部", by=reader_of(officer, TODAY)),
        task=_task(child), notice=_notice(child, carer),
        move=_move(child, officer), absence=_absence(child, names), pins=_pins(child, officer),
        application=(applied := _application(child, names, officer)),
        submission=_submission(applied), service=_service(child, names),
        handover=_handover(child, carer), leave=_leave(carer, names),
        wish=_wish(begun, child, carer), token=make_feed(by=reader),
        photo=_photo(child, names, reader),
        publication=Publication.objects.create(round=begun, at=clock.now(), on=TODAY),
        review=_review(pairing, names),
        edition=(edition := _edition(officer)), draft=_draft(edition, officer),
        aside=_aside(child, carer, reader), exemption=_exemption(child, officer),
        silent=mark_without_signal(place=child.place_id, since=TODAY, by=reader_of(officer, TODAY)),

        bought=bought(child, names.address, officer), swept=_swept(child, sibling, officer),
        situation=_situation(child), referral=_referral(child), away=_away(child, officer),
        bulk=_bulk(child, officer),
        observation=(seen := _observation(child, names, reader)),
        alert=Alert.objects.get(key=f"list:{seen.key.hex}"),
        panel=_panel(child),
        screening=(asked := _screening(child, officer)),
        sheet=_sheet(asked, child, officer), begun=_begun(asked, child, officer),
        case=_case(child, names, officer),
        aid=aided(child, f"{names.guardian}说{child.name}要上学", reader, officer),
        cohort=_cohort(child, officer),
        handed=handed(child, names.guardian, reader),
        goods=stored(township.code[:9]),
        told=told(child.place.code, [child], child.place.code[:6], child.place.code),
    )  # fmt: skip


def _cohort(child: Child, officer: User) -> Cohort:
    """A frozen list of the district, which the child is on."""
    by, district = reader_of(officer, TODAY), place(child.place.code[:6])
    made = cohorts.make(
        key=uuid.uuid4(), title="冬衣名单", purpose="winter_coat", region=district, rule={}, as_of=TODAY,
        by=by,
    )  # fmt: skip
    cohorts.freeze(cohort=made, by=by)
    return made


def _family(child: Child, names: Names) -> None:
    child.address, child.pinyin = names.address, search_key(child.name)
    child.save(update_fields=["name", "pinyin", "address"])
    Guardian.objects.create(
        child=child, name=names.guardian, relation="祖母", phone=names.phone, since=SPRING
    )


def _care(child: Child, carer: Carer, reader: Reader) -> Contact:
    """Met this week; two months ago missed, so that the child is on the overdue list."""
    enrolment = Enrolment.objects.create(
        child=child, protocol=Protocol.objects.get(code="six-ones"), start=SPRING
    )
    WindowOutcome.objects.create(
        enrolment=enrolment, duty="meet", period_key="2018-W24", starts=dt.date(2018, 6, 11),
        ends=dt.date(2018, 6, 18), outcome="missed", closed_at=clock.now(),
    )  # fmt: skip
    return record_contact(
        key=uuid.uuid4(), child=child, carer=carer, by=reader, happened_on=TODAY,
        acts=["meet"], means="face",
    )  # fmt: skip


def _aside(child: Child, carer: Carer, reader: Reader) -> SetAside:
    """A visit before the child was in any protocol."""
    contact = record_contact(
        key=uuid.uuid4(), child=child, carer=carer, by=reader, happened_on=dt.date(2018, 2, 1),
        acts=["meet"], means="face",
    )  # fmt: skip
    return SetAside.objects.get(contact=contact)


def _exemption(child: Child, officer: User) -> Exemption:
    """From today on, and nobody knows until when."""
    return exempt(
        child=child, start=TODAY, end=None, reason="住院", by=reader_of(officer, TODAY)
    )  # fmt: skip


def _edition(officer: User) -> ProtocolVersion:
    """The officer's district has published an edition of its own, which has not begun."""
    reader = reader_of(officer, TODAY)
    written = begin_draft(
        protocol=Protocol.objects.get(code="six-ones"), region=desks(reader)[0],
        content=shipped_json("liangping-five"), by=reader,
    )  # fmt: skip
    return publish(draft=written, valid_from=TODAY + dt.timedelta(30), version=1, by=reader)


def _draft(edition: ProtocolVersion, officer: User) -> ProtocolDraft:
    return begin_draft(
        protocol=edition.protocol, region=edition.region_id,
        content=shipped_json("dali-six-x"), by=reader_of(officer, TODAY),
    )  # fmt: skip


def _round(township: Region, child: Child, carer: Carer) -> tuple[PairingRound, Proposal]:
    begun = PairingRound.objects.create(
        region=township, on=TODAY, created_at=clock.now(), work_state=LongWork.State.DONE
    )
    ours = {"round": begun, "place": child.place, "children": 1}
    proposal = Proposal.objects.create(
        household=child.household, carer=carer, tier="village", **ours
    )
    alone = make_child("小孤", child.place.code)
    LeftOver.objects.create(household=alone.household, reason="no_carer", **ours)
    homes = [child.household_id, alone.household_id]
    Shortage.objects.create(round=begun, number=0, households=homes, carers=[carer.pk], places=1)
    return begun, proposal


def _away(child: Child, officer: User) -> DutyAway:
    """Nobody was in contact with her for a month, and the officer was away then."""
    Escalation.objects.create(
        child=child, rule="silent", step=30, episode=dt.date(2018, 7, 20), level=2, top=1,
        within=3, raised_on=dt.date(2018, 8, 20), due_on=dt.date(2018, 8, 23),
    )  # fmt: skip
    return DutyAway.objects.create(user=officer, start=SPRING, end=dt.date(2018, 3, 9))


def _bulk(child: Child, officer: User) -> BulkAct:
    act = BulkAct.objects.create(key=uuid.uuid4(), verb="remind", by=officer, at=clock.now())
    BulkRow.objects.create(act=act, child=child, done=True)
    return act


def _panel(child: Child) -> Panel:
    """A panel whose first file is the child."""
    panel = Panel.objects.create(
        key=uuid.uuid4(), project="p", title="个案辅导", seed=1, size=2, drawn_from=2,
        drawn_at=clock.now(), drawn_by="市妇联",
    )  # fmt: skip
    PanelFile.objects.create(panel=panel, number=1, case_key=f"{child.pk}", child=child)
    return panel


def _roster(child: Child, officer: User) -> RosterImport:
    """A list with the child on it, previewed by an officer of the place."""
    reader = reader_of(officer, TODAY)
    lines = f"姓名,性别,出生日期,监护人\n{child.name},女,2009-05-04,{child.name}的家人\n"
    received = receive(data=lines.encode(), file_name="花名册.csv", by=reader)
    return preview(roster=received, by=reader)


def _observation(child: Child, names: Names, reader: Reader) -> Observation:
    """Her carer heard words about dying."""
    return observe(
        key=uuid.uuid4(), child=child, on=TODAY, signs=["dying"], note=f"{names.guardian}也听到了",
        by=reader,
    )  # fmt: skip


def _screening(child: Child, officer: User) -> Screening:
    """A round of the officer's district with two scales; guardian and child are willing."""
    reader = reader_of(officer, TODAY)
    scales = InstrumentVersion.objects.filter(instrument__code__in=["ces-dc", "who-5"])
    parts = [Part(one, 8, 17) for one in scales.order_by("instrument__code")]
    plan = Plan("秋季筛查", [reader.tree.district_of(child.place_id).id], TODAY, TODAY, parts)
    made = make_round(key=uuid.uuid4(), plan=plan, by=reader)
    said = {"child": child, "how": "spoken", "given_on": TODAY, "by": reader}
    give(purpose="screening", giver="guardian", given_by="祖母", **said)
    give(purpose="screening_assent", giver="child", given_by=child.name, **said)
    return made


def _case(child: Child, names: Names, officer: User) -> Case:
    """A child of a contract's district who is counselled, and a word about her that nobody else reads."""
    by = reader_of(officer, TODAY)
    area = _places(child, by)
    said = {"child": child, "how": "spoken", "given_on": TODAY, "by": by}
    give(purpose="counselling", giver="guardian", given_by="祖母", **said)
    give(purpose="counselling_assent", giver="child", given_by=child.name, **said)
    case = refer(
        key=uuid.uuid4(),
        child=child,
        area=area,
        origin="screening",
        need=1,
        said=names.guardian,
        by=by,
    )
    person = Practitioner.objects.get(provider=area.contract.provider)
    assign(case=case, practitioner=person, on=TODAY, by=by)
    return case


def _places(child: Child, by: Reader) -> Area:
    """A contract of the child's district, with a counsellor whose papers are in order."""
    district = by.tree.district_of(child.place_id).id
    number = f"{district:017d}"
    provider = Provider.objects.create(
        organisation=Organisation.objects.create(name=f"社工{number}", kind="service"),
        key=uuid.uuid4(), credit_code=f"9{number}", contact="吴静", phone="023-62223333",
    )  # fmt: skip
    user = make_user(f"Q{district}", "苏老师", Role.COUNSELLOR)
    person = Practitioner.objects.create(
        user=user, provider=provider, qualification="trained", qualification_number=number,
        district_id=district, since=SPRING,
    )  # fmt: skip
    entered = {"on": SPRING, "entered_at": clock.now(), "entered_by_name": "区妇联"}
    PractitionerCheck.objects.create(practitioner=person, organ="公安局", result="clear", **entered)
    PractitionerPledge.objects.create(practitioner=person, **entered)
    terms = Terms(
        number=number, title="个案辅导", kind="case", provider=provider, buyer_id=district,
        fund="budget", budget_fen=300_000, places=10, start=SPRING, end=TODAY, handed=["name"],
    )  # fmt: skip
    stages = [Stage("一年辅导", TODAY, 300_000)]
    contract = make_contract(
        draft=Draft(terms, [Share(10, district)], stages), key=uuid.uuid4(), by=by
    )
    return contract.areas.get()


def _sheet(asked: Screening, child: Child, officer: User) -> AnswerSheet:
    version = asked.scales.get(order=0).version
    texts = {str(n): "1" for n in range(1, 21)}
    return save_row(
        round_=asked, child=child, version=version, texts=texts, blanks=False,
        by=reader_of(officer, TODAY),
    )[0]  # fmt: skip


def _begun(asked: Screening, child: Child, officer: User) -> AnswerSheet:
    version = asked.scales.get(order=1).version
    return begin(
        round_=asked, child=child, version=version, mode="tablet", by=reader_of(officer, TODAY)
    )  # fmt: skip


def _task(child: Child) -> Task:
    return Task.objects.create(
        key=child.number, kind="check", child=child, permission="edit_children", title="核对电话",
        note=f"找{child.name}的家人", raised_on=TODAY, raised_by="系统",
    )  # fmt: skip


def _notice(child: Child, carer: Carer) -> Notice:
    return Notice.objects.create(
        key=child.number, kind="paired", carer=carer, child=child, subject="您有新结对的孩子",
        text=f"{child.name}由您关爱", at=clock.now(), by="系统",
    )  # fmt: skip


def _handover(child: Child, carer: Carer) -> Handover:
    begun = Handover.objects.create(
        household=child.household, carer=carer, on=SPRING, by="妇联", words=f"{child.name}怕黑"
    )
    begun.children.set([child])
    return begun


def _leave(carer: Carer, names: Names) -> Leave:
    return Leave.objects.create(
        carer=carer, start=TODAY + dt.timedelta(30), end=TODAY + dt.timedelta(35), kind="family",
        note=f"{names.guardian}的亲戚办事", asked_by=carer.name, asked_at=clock.now(),
    )  # fmt: skip


def _review(pairing: Pairing, names: Names) -> Review:
    return Review.objects.create(
        pairing=pairing, child=pairing.child, year=1, on=TODAY, by="妇联", at=clock.now(),
        going="hard", child_wish="change", guardian_wish="continue", carer_wish="continue",
        outcome="change", reason=f"{names.guardian}说不合适", words=f"{names.guardian}不放心",
    )  # fmt: skip


def _move(child: Child, officer: User) -> Move:
    """Waits to be accepted in another township of the same district."""
    towns = Region.objects.filter(code__startswith=child.place.code[:6], level=3)
    target = towns.exclude(code__startswith=child.place.code[:9]).order_by("code").first()
    assert target is not None
    return propose_move(
        child=child, place=target.pk, on=TODAY, reason="投亲", together=False,
        by=reader_of(officer, TODAY),
    )[0]  # fmt: skip


def _absence(child: Child, names: Names) -> Absence:
    return Absence.objects.create(
        child=child, kind="hospital", where=names.address, contact=names.phone, since=TODAY, by="村"
    )


def _wish(begun: PairingRound, child: Child, carer: Carer) -> Wish:
    return Wish.objects.create(
        round=begun, household=child.household, place=child.place, carer=carer, kind="pin",
        at=clock.now(),
    )  # fmt: skip


def _pins(child: Child, officer: User) -> PinLoad:
    """Where the child's village lies, from a table an officer of the place loaded."""
    reader = reader_of(officer, TODAY)
    data = f"区划代码,经度,纬度\n{child.place.code},106.9,29.5\n".encode()
    load = read_pins(data=data, file_name="坐标.csv", source="测绘", by=reader)
    apply_pins(load=load, by=reader)
    return load


def _service(child: Child, names: Names) -> Service:
    """A teacher of the village tutors the child."""
    helper = Helper.objects.create(
        key=uuid.uuid4(), kind="teacher", name=f"{names.guardian[:2]}老师", pinyin="", since=SPRING,
        phone="138" + names.phone[-1] * 8, place=child.place, offers=["study"],
        closeness="group", pledged_on=SPRING,
    )  # fmt: skip
    return Service.objects.create(
        key=uuid.uuid4(), child=child, helper=helper, need=child.needs.first(), kind="study",
        closeness="group", start=SPRING, asked_on=SPRING, asked_by="镇妇联", state="accepted",
        answered_on=SPRING,
    )  # fmt: skip


def _application(child: Child, names: Names, officer: User) -> Application:
    """Waits for the township."""
    number = f"{child.place.code[:6]}19780312021"
    applicant = Applicant(
        name=f"{names.guardian[:2]}申请", id_number=number + check_character(number),
        phone="139" + names.phone[-1] * 8, place_id=child.place.pk, why=f"愿意照看{child.name}",
    )  # fmt: skip
    return apply(applicant=applicant, key=uuid.uuid4(), by=reader_of(officer, TODAY))


def _submission(applied: Application) -> Submission:
    """She applies once more by herself: her township is to call her."""
    again = Applicant(
        name=applied.name, id_number=str(applied.id_number), phone=str(applied.phone),
        place_id=applied.place_id,
    )  # fmt: skip
    return submit(applicant=again, key=uuid.uuid4(), sender="127.0.0.1")


def _swept(child: Child, sibling: Child, officer: User) -> Swept:
    """Her row is linked by a person, her sibling's waits on a card; another village is closed."""
    reader = reader_of(officer, TODAY)
    district = place(child.place.code[:6])
    source = Source.objects.create(
        name=f"学籍{district.code}", office="education", purpose="population", region=district
    )
    lines = "".join(f"{one.name},女,2009-05-04,{one.name}的家人\n" for one in (child, sibling))
    text = f"姓名,性别,出生日期,监护人\n{lines}"
    load = receive_load(
        source=source, file=io.BytesIO(text.encode()), file_name="名册.csv", by=reader
    )
    start(load=load, by=reader)
    run(load.pk)
    load.refresh_from_db()
    Record.objects.filter(source=source).update(region=child.place)
    record, other = Record.objects.filter(source=source).order_by("pk")
    Card.objects.filter(record__source=source).delete()
    link_to(record=record, child=child, by=reader)
    Record.objects.filter(pk=other.pk).update(standing="waiting", reason="review", rule="")
    card = Card.objects.create(record=other, child=sibling, model="test")
    return Swept(load, record, record.links.get(), card, _closing(child.place.code, officer))


def _closing(code: str, officer: User) -> Closing:
    beside = Region.objects.filter(code__startswith=code[:9], level=4).exclude(code=code).first()
    assert beside is not None
    return Closing.objects.create(region=beside, by=officer, by_name=officer.name, at=clock.now())


def _situation(child: Child) -> ParentSituation:
    """The father in prison until soon; the hint of it is kept."""
    row = ParentSituation.objects.create(
        child=child, parent="father", status="in_prison", since=dt.date(2017, 9, 1),
        until=dt.date(2018, 9, 10), name=f"{child.name}的父亲",
    )  # fmt: skip
    ParentSituation.objects.create(child=child, parent="mother", status="dead")
    assess([child.pk], system_reader())
    return row


def _referral(child: Child) -> Referral:
    return Referral.objects.create(
        child=child, category="unattended", sent_on=TODAY, sent_to="民政局", sent_by="村妇联",
        note=f"{child.name}家的材料已备齐",
    )  # fmt: skip


def _report(child: Child, reader: Reader) -> DangerReport:
    said = Account(child=child, seen="身上有伤")
    return report_danger(by=reader, key=uuid.uuid4(), situation=1, account=said)


def _complaint(names: Names, reader: Reader) -> Complaint:
    letter = Letter(kind="complaint", text=f"{names.guardian}家的路不通")
    return complain(by=reader, key=uuid.uuid4(), letter=letter)


def _station(township: Region) -> PoliceStation:
    return PoliceStation.objects.create(
        region=township, name="派出所", phone="023-66200110", added_at=clock.now()
    )


def _view(user: User) -> SavedView:
    return SavedView.objects.create(user=user, page="/children/", name="常用", query="")


def _visit(child: Child, names: Names, reader: Reader) -> Visit:
    """The carer met the guardian: what she heard, with a photo and a fact that is new."""
    said = {
        "met": ["guardian"], "grade": "fair", "family": f"{names.guardian}身体还好",
        "guardian_phone": names.phone[::-1],
    }  # fmt: skip
    about = About(Subject(child), {"stage": "junior", "mind": f"{child.name}愿意说话"})
    filled = Filled(TODAY, "met", child.place.pk, reader.actor_name, (about,), said)
    photo = Photo("image/png", b"picture")
    return record_visit(key=uuid.uuid4(), filled=filled, by=reader, photos=[photo])


def _photo(child: Child, names: Names, reader: Reader) -> GrowthPhoto:
    """Her grandmother agreed."""
    give(
        child=child, purpose="photos", giver="guardian", given_by=names.guardian, how="signed",
        given_on=TODAY, by=reader,
    )  # fmt: skip
    return add_photo(
        child=child, key=uuid.uuid4(), picture=Photo("image/png", b"picture"), taken_on=TODAY,
        caption=f"和{names.guardian}一起", by=reader,
    )  # fmt: skip


def _asked(child: Child, names: Names, officer: User) -> VisitRequest:
    return ask_for_visit(
        subject_key=f"row-{child.pk}", label=f"{names.sibling}的邻居", place=child.place.pk,
        reason="名册里有，台账里没有", by=reader_of(officer, TODAY), address=names.address,
    )  # fmt: skip
