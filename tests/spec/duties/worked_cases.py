"""The worked cases of the design, as tables."""

from tests.spec.duties.tables import Case, definition

PHONE_COUNTS_FOR_BOARDERS = definition(
    accepts=[
        {"acts": ["meet"], "means": ["face"]},
        {
            "acts": ["meet", "talk"],
            "means": ["phone", "video"],
            "boarding": True,
            "in_term": True,
        },
    ]
)

CASES = [
    Case(
        title="A visit on Sunday, typed on Tuesday",
        why="The day of the visit decides the window, not the day of the report (rule 1).",
        as_of="2018-08-14",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-12  | 2018-08-14 09:00 | meet | face
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            week | 2018-W31 | missed  |        |         |              | 0
            week | 2018-W32 | met     |        | k1      | li           | 0
            week | 2018-W33 | open    |        |         |              | 0
        """,
    ),
    Case(
        title="A visit at the Spring Festival",
        why="They met, talked, kept the festival and spoke with grandmother: one contact, four "
        "fulfilments (rule 2).",
        as_of="2018-02-16",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-02-16  | 2018-02-16  | meet;talk;guardian;festival | face
        """,
        expect="""
            duty       | period   | outcome | reason | contact | credit_carer | handover
            week       | 2018-W07 | met     |        | k1      | li           | 0
            half_month | 2018-02-H2 | met   |        | k1      | li           | 0
            month      | 2018-02  | met     |        | k1      | li           | 0
            quarter    | 2018-Q1  | open    |        |         |              | 0
            year       | 2018     | met     |        | k1      | li           | 0
        """,
    ),
    Case(
        title="Hand-over on Wednesday, the old carer's visit of Monday arrives on Saturday",
        why="The window stays with the child; credit goes to whoever did it (rule 5).",
        as_of="2018-08-11",
        holdings="""
            carer | start      | end
            li    | 2018-01-01 | 2018-08-08
            wang  | 2018-08-08 |
        """,
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-06  | 2018-08-11 20:00 | meet | face
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            week | 2018-W32 | met     |        | k1      | li           | 0
        """,
    ),
    Case(
        title="Hand-over in a week without a visit",
        why="One of its carers held the child for less than half of the days: nobody is blamed.",
        as_of="2018-08-24",
        holdings="""
            carer | start      | end
            li    | 2018-01-01 | 2018-08-08
            wang  | 2018-08-08 |
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            week | 2018-W31 | missed  |        |         |              | 0
            week | 2018-W32 | missed  |        |         |              | 1
            week | 2018-W33 | missed  |        |         |              | 0
        """,
    ),
    Case(
        title="Boarding school: by phone in term, when the protocol says so",
        why="A protocol may open another way for a boarder in term. On 28 August it is still the "
        "holidays.",
        as_of="2018-09-17",
        enrolment="""
            start      | end | stage  | boarding
            2018-08-27 |     | junior | yes
        """,
        versions=(("2018-01-01", PHONE_COUNTS_FOR_BOARDERS),),
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-28  | 2018-08-28  | talk | phone
            k2      | li    | 2018-09-05  | 2018-09-05  | talk | phone
            k3      | li    | 2018-09-12  | 2018-09-12  | meet | video
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            week | 2018-W35 | missed  |        |         |              | 0
            week | 2018-W36 | met     |        | k2      | li           | 0
            week | 2018-W37 | met     |        | k3      | li           | 0
        """,
    ),
    Case(
        title="Enrolled on the 10th",
        why="Six of the fifteen days are too few: the half-month is exempt, the month counts "
        "(rule 6).",
        as_of="2018-09-10",
        enrolment="start | end\n2018-08-10 |",
        expect="""
            duty       | period     | outcome | reason  | contact | credit_carer | handover
            week       | 2018-W32   | exempt  | partial |         |              | 0
            half_month | 2018-08-H1 | exempt  | partial |         |              | 0
            half_month | 2018-08-H2 | missed  |         |         |              | 0
            month      | 2018-08    | missed  |         |         |              | 0
        """,
    ),
    Case(
        title="A phone silent for twenty days, before it reports",
        why="The week has ended and the carer's phone was not heard since: nobody is blamed yet. "
        "At the end of grace it is missed all the same.",
        as_of="2018-08-22",
        heard="carer | last_heard_at\nli | 2018-08-02 08:00",
        expect="""
            duty       | period     | outcome    | reason | contact | credit_carer | handover
            week       | 2018-W32   | missed     |        |         |              | 0
            week       | 2018-W33   | unreported |        |         |              | 0
            half_month | 2018-08-H1 | missed     |        |         |              | 0
            month      | 2018-08    | open       |        |         |              | 0
        """,
    ),
    Case(
        title="A phone silent for twenty days, after its queue arrived",
        why="The same windows judged anew: what was missed becomes met.",
        as_of="2018-08-22",
        heard="carer | last_heard_at\nli | 2018-08-22 18:00",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-08  | 2018-08-22 18:00 | meet;talk | face
            k2      | li    | 2018-08-15  | 2018-08-22 18:00 | meet;guardian | face
        """,
        expect="""
            duty       | period     | outcome | reason | contact | credit_carer | handover
            week       | 2018-W32   | met     |        | k1      | li           | 0
            week       | 2018-W33   | met     |        | k2      | li           | 0
            half_month | 2018-08-H1 | met     |        | k1      | li           | 0
            month      | 2018-08    | met     |        | k2      | li           | 0
        """,
    ),
    Case(
        title="The week across the turn of the year",
        why="31 December 2018 belongs to the first ISO week of 2019.",
        as_of="2019-01-05",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-12-31  | 2018-12-31  | meet | face
        """,
        expect="""
            duty | period   | outcome  | reason | contact | credit_carer | handover
            week | 2018-W52 | missed   |        |         |              | 0
            week | 2019-W01 | met      |        | k1      | li           | 0
        """,
    ),
    Case(
        title="29 February",
        why="The leap day is the last of its month and of its half-month.",
        as_of="2020-03-01",
        enrolment="start | end\n2020-01-01 |",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2020-02-29  | 2020-02-29  | talk;guardian | phone
        """,
        expect="""
            duty       | period     | outcome | reason | contact | credit_carer | handover
            half_month | 2020-02-H2 | met     |        | k1      | li           | 0
            half_month | 2020-03-H1 | open    |        |         |              | 0
            month      | 2020-02    | met     |        | k1      | li           | 0
            month      | 2020-03    | open    |        |         |              | 0
        """,
    ),
    Case(
        title="Between two terms",
        why="The holidays belong to no term. An activity two days after the term's end makes up "
        "for it: no window of its own needs it.",
        as_of="2018-03-05",
        enrolment="start | end\n2017-09-01 |",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-01-27  | 2018-01-27  | activity | face
            k2      | li    | 2018-02-20  | 2018-02-20  | activity | face
        """,
        expect="""
            duty | period       | outcome  | reason | contact | credit_carer | handover
            term | 2017-2018-T1 | met_late |        | k1      | li           | 0
            term | 2017-2018-T2 | open     |        |         |              | 0
        """,
    ),
    Case(
        title="A leap month (闰月)",
        why="2020 had a second fourth month: the Dragon Boat Festival is on 25 June, kept once. "
        "A day of its statutory holiday counts, the day after does not.",
        as_of="2020-12-31",
        enrolment="start | end\n2020-01-01 |",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2020-05-27  | 2020-05-27  | festival | face
            k2      | li    | 2020-06-27  | 2020-06-27  | festival | face
            k3      | li    | 2020-06-28  | 2020-06-28  | festival | face
        """,
        expect="""
            duty | period | outcome | reason | contact | credit_carer | handover
            year | 2020   | met     |        | k2      | li           | 0
        """,
    ),
]
