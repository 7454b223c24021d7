"""What was decided where the rules are silent; cases for what the other tables do not show."""

from tests.spec.duties.tables import Case, definition

DECISIONS = """\
- As of a day is at its end, from what had been received by then; what arrives later is not known. Days are Shanghai's: a time with another offset is read as the civil day there.
- A child owes nothing before it is enrolled: a window has a row when the enrolment has begun and one of its days up to as-of lies in it.
- A contact in no window at all (between two school terms) is surplus by nature: nothing needs it there.
- A contact after the child left is set aside like one before it came.
- An exemption wins over everything: the window leaves the denominator, the contact stays on the file. Several together may cover half of a window; the reason shown is that of the one covering most, of equal ones the one that began first.
- A partial window may be fulfilled in every way in which a whole one may, also late by a surplus contact.
- A running window at the exit is void when it is unfulfilled, also when it was partial. A window that ends with the enrolment is whole.
- A duty owed several times is made up for wholly or not at all: contacts move back only if they are enough.
- A protocol that changes its rhythm may let an old and a new window run at once. Both are owed; a contact is the old one's until that is fulfilled, then the new one's.
- Grace of n days lasts n whole days after the last day; the window closes on the next. Seven more days without signal are grace in every respect, catching up included.
- `unreported` asks for a phone that was once heard and then fell silent, of whoever held the child on the window's last day; a carer of whose phone nothing is known is `in_grace`.
- `handover` marks windows that ended unmet: missed, in_grace, unreported. A stand-in is one of the carers of her days.
- A carer on leave without a substitute still holds her children. A substitute on leave has her own substitute.
- A contact by somebody who did not hold the child that day counts for the child, credit to whoever did it; it is reported.
- A contact id with two contents counts as first received; the other is reported. A correction is one only for the same child.
- A child of 29 February has its birthday on the 28th in other years (民法典 art. 202). A year whose holidays are not announced has the days of the law, until the table is edited.
- Terms that overlap in one stage, or stand twice with other dates, have no windows; the other terms do.
"""

CASES = [
    Case(
        title="A partial window is caught up like any other",
        why="Enrolled on 20 August: the month is not owed, but September can spare a contact "
        "within its grace (rules 3 and 6).",
        as_of="2018-09-30",
        enrolment="start | end\n2018-08-20 |",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-09-03  | 2018-09-03  | guardian | phone
            k2      | li    | 2018-09-20  | 2018-09-20  | guardian | phone
        """,
        expect="""
            duty  | period  | outcome  | reason | contact | credit_carer | handover
            month | 2018-08 | met_late |        | k1      | li           | 0
            month | 2018-09 | met      |        | k2      | li           | 0
        """,
    ),
    Case(
        title="From a weekly to a monthly rhythm, within a week",
        why="The week that began on 27 August is judged as if nothing had changed: Saturday's "
        "visit is hers, Sunday's the new month's (rules 2 and 8).",
        as_of="2018-09-30",
        versions=(
            ("2018-01-01", definition(code="meet")),
            ("2018-09-01", definition(code="meet", period="month")),
        ),
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-09-01  | 2018-09-01  | meet | face
            k2      | li    | 2018-09-02  | 2018-09-02  | meet | face
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            meet | 2018-W34 | missed  |        |         |              | 0
            meet | 2018-W35 | met     |        | k1      | li           | 0
            meet | 2018-09  | met     |        | k2      | li           | 0
        """,
    ),
    Case(
        title="Twice within the month, made up for wholly or not at all",
        why="July lacks one and August can spare one; June lacks two and July has none to spare.",
        as_of="2018-08-31",
        versions=(
            (
                "2018-01-01",
                definition(code="meet", period="month", times=2, catch_up=True),
            ),
        ),
        enrolment="start | end\n2018-06-01 |",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-07-05  | 2018-07-05  | meet | face
            k2      | li    | 2018-08-02  | 2018-08-02  | meet | face
            k3      | li    | 2018-08-10  | 2018-08-10  | meet | face
            k4      | li    | 2018-08-20  | 2018-08-20  | meet | face
        """,
        expect="""
            duty | period  | outcome  | reason | contact | credit_carer | handover
            meet | 2018-06 | missed   |        |         |              | 0
            meet | 2018-07 | met_late |        | k2      | li           | 0
            meet | 2018-08 | met      |        | k4      | li           | 0
        """,
    ),
    Case(
        title="Half-years are counted from the plan's first day",
        why="A plan of 31 August has its second half-year from the last of February.",
        as_of="2019-03-20",
        versions=(("2018-01-01", definition(code="assess", period="half_year")),),
        enrolment="start | end\n2018-08-31 |",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2019-02-28  | 2019-02-28  | meet | face
        """,
        expect="""
            duty   | period        | outcome | reason | contact | credit_carer | handover
            assess | 2018-08-31+6M | missed  |        |         |              | 0
            assess | 2019-02-28+6M | met     |        | k1      | li           | 0
        """,
    ),
    Case(
        title="A daily call after an emergency",
        why="A day has no grace unless the protocol gives one, and counts whole.",
        as_of="2018-08-03",
        versions=(
            (
                "2018-01-01",
                definition(
                    code="call", period="day", accepts=[{"acts": ["talk"], "means": ["phone"]}]
                ),
            ),
        ),
        enrolment="start | end\n2018-08-01 | 2018-08-31",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-02  | 2018-08-02  | talk | phone
        """,
        expect="""
            duty | period     | outcome | reason | contact | credit_carer | handover
            call | 2018-08-01 | missed  |        |         |              | 0
            call | 2018-08-02 | met     |        | k1      | li           | 0
            call | 2018-08-03 | open    |        |         |              | 0
        """,
    ),
]
