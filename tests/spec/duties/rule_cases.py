"""Cases for each rule of the design that the worked cases do not show."""

from tests.spec.duties.tables import Case, definition

CASES = [
    Case(
        title="A report twice is one contact",
        why="A contact's id counts once, however often it is sent.",
        as_of="2018-10-20",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-09-03  | 2018-09-03  | guardian | phone
            k1      | li    | 2018-09-03  | 2018-09-04  | guardian | phone
        """,
        expect="""
            duty  | period  | outcome | reason | contact | credit_carer | handover
            month | 2018-08 | missed  |        |         |              | 0
            month | 2018-09 | met     |        | k1      | li           | 0
        """,
    ),
    Case(
        title="Caught up: the earlier of two contacts moves back",
        why="September has two; the one within the grace of August is surplus (rule 3).",
        as_of="2018-09-30",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-09-03  | 2018-09-03  | guardian | phone
            k2      | li    | 2018-09-20  | 2018-09-20  | guardian | face
        """,
        expect="""
            duty  | period  | outcome  | reason | contact | credit_carer | handover
            month | 2018-08 | met_late |        | k1      | li           | 0
            month | 2018-09 | met      |        | k2      | li           | 0
        """,
    ),
    Case(
        title="Not caught up: both contacts lie after the grace",
        why="The grace of August ends with 7 September.",
        as_of="2018-09-30",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-09-08  | 2018-09-08  | guardian | phone
            k2      | li    | 2018-09-20  | 2018-09-20  | guardian | face
        """,
        expect="""
            duty  | period  | outcome | reason | contact | credit_carer | handover
            month | 2018-08 | missed  |        |         |              | 0
            month | 2018-09 | met     |        | k1      | li           | 0
        """,
    ),
    Case(
        title="Weeks are never caught up",
        why="Two visits on Monday and Tuesday do not make up for the week before (rule 3).",
        as_of="2018-08-20",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-13  | 2018-08-13  | meet | face
            k2      | li    | 2018-08-14  | 2018-08-14  | meet | face
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            week | 2018-W32 | missed  |        |         |              | 0
            week | 2018-W33 | met     |        | k1      | li           | 0
        """,
    ),
    Case(
        title="A village without signal has seven days more",
        why="August may be caught up until 14 September; the week stays open to reports for ten "
        "days (rule 9).",
        as_of="2018-09-11",
        enrolment="start | end | no_signal\n2018-01-01 | | yes",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-09-10  | 2018-09-10  | guardian | phone
            k2      | li    | 2018-09-11  | 2018-09-11  | guardian | face
        """,
        expect="""
            duty  | period   | outcome  | reason | contact | credit_carer | handover
            week  | 2018-W35 | in_grace |        |         |              | 0
            month | 2018-08  | met_late |        | k1      | li           | 0
            month | 2018-09  | met      |        | k2      | li           | 0
        """,
    ),
    Case(
        title="A date in the future is set aside",
        why="It lies after the day on which the report arrived (rule 4).",
        as_of="2018-08-24",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-22  | 2018-08-21 23:50 | meet | face
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            week | 2018-W34 | open    |        |         |              | 0
        """,
    ),
    Case(
        title="A contact before the enrolment is set aside",
        why="It is kept for a person to look at, not counted (rule 4).",
        as_of="2018-08-10",
        enrolment="start | end\n2018-08-07 |",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-06  | 2018-08-06  | meet | face
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            week | 2018-W32 | open    |        |         |              | 0
        """,
    ),
    Case(
        title="A partial window can be fulfilled",
        why="It is not owed, but what was done is seen (rule 6).",
        as_of="2018-08-12",
        enrolment="start | end\n2018-08-10 |",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-11  | 2018-08-11  | meet | face
        """,
        expect="""
            duty       | period     | outcome | reason  | contact | credit_carer | handover
            week       | 2018-W32   | met     |         | k1      | li           | 0
            half_month | 2018-08-H1 | exempt  | partial |         |              | 0
        """,
    ),
    Case(
        title="A child leaves",
        why="An unfulfilled running window is void, a fulfilled one stays met (rule 6).",
        as_of="2018-09-20",
        enrolment="start | end\n2018-01-01 | 2018-08-16",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-14  | 2018-08-14  | meet | face
        """,
        expect="""
            duty       | period     | outcome | reason | contact | credit_carer | handover
            week       | 2018-W33   | met     |        | k1      | li           | 0
            half_month | 2018-08-H1 | missed  |        |         |              | 0
            month      | 2018-08    | void    |        |         |              | 0
            quarter    | 2018-Q3    | void    |        |         |              | 0
            year       | 2018       | void    |        |         |              | 0
        """,
    ),
    Case(
        title="In hospital for half of the window",
        why="Four of seven days exempt the week, not the half-month; the reason stays visible "
        "(rule 7).",
        as_of="2018-08-24",
        exemptions="start | end | reason\n2018-08-06 | 2018-08-10 | 住院",
        expect="""
            duty       | period     | outcome | reason | contact | credit_carer | handover
            week       | 2018-W31   | missed  |        |         |              | 0
            week       | 2018-W32   | exempt  | 住院   |         |              | 0
            half_month | 2018-08-H1 | missed  |        |         |              | 0
        """,
    ),
    Case(
        title="Exempted, and visited all the same",
        why="The window is out of the denominator; the visit stays on the child's file (rule 7).",
        as_of="2018-08-24",
        exemptions="start | end | reason\n2018-08-06 | 2018-08-13 | 外出",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-07  | 2018-08-07  | meet | face
        """,
        expect="""
            duty | period   | outcome | reason | contact | credit_carer | handover
            week | 2018-W32 | exempt  | 外出   |         |              | 0
        """,
    ),
    Case(
        title="A corrected report",
        why="The later report replaces the first: it was a phone call.",
        as_of="2018-08-24",
        contacts="""
            contact | carer | happened_on | received_at | acts | means | supersedes
            k1      | li    | 2018-08-15  | 2018-08-15  | meet;talk | face |
            k2      | li    | 2018-08-15  | 2018-08-16  | talk | phone | k1
        """,
        expect="""
            duty       | period     | outcome | reason | contact | credit_carer | handover
            week       | 2018-W33   | missed  |        |         |              | 0
            half_month | 2018-08-H1 | met     |        | k2      | li           | 0
        """,
    ),
    Case(
        title="A new version touches only windows that start later",
        why="From 15 August twice a week: the week that began on the 13th is judged by the old "
        "version (rule 8).",
        as_of="2018-09-03",
        versions=(("2018-01-01", definition()), ("2018-08-15", definition(times=2))),
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-08-16  | 2018-08-16  | meet | face
            k2      | li    | 2018-08-21  | 2018-08-21  | meet | face
            k3      | li    | 2018-08-24  | 2018-08-24  | meet | face
            k4      | li    | 2018-08-30  | 2018-08-30  | meet | face
        """,
        expect="""
            duty | period   | outcome  | reason | contact | credit_carer | handover
            week | 2018-W33 | met      |        | k1      | li           | 0
            week | 2018-W34 | met      |        | k3      | li           | 0
            week | 2018-W35 | in_grace |        |         |              | 0
        """,
    ),
    Case(
        title="On the day before grace ends, and on the day it ends",
        why="The month has seven days of grace: on 7 September August may still be reported.",
        as_of="2018-09-07",
        expect="""
            duty       | period     | outcome  | reason | contact | credit_carer | handover
            half_month | 2018-08-H2 | missed   |        |         |              | 0
            month      | 2018-08    | in_grace |        |         |              | 0
        """,
    ),
    Case(
        title="Terms of one school stage",
        why="A stage with its own table ends on another day; everybody else has the usual dates.",
        as_of="2018-07-08",
        enrolment="start | end | stage\n2018-03-01 | | senior",
        terms="""
            stage  | term         | start      | end
            senior | 2017-2018-T2 | 2018-03-05 | 2018-07-14
        """,
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-07-07  | 2018-07-07  | activity | face
        """,
        expect="""
            duty | period       | outcome | reason | contact | credit_carer | handover
            term | 2017-2018-T2 | met     |        | k1      | li           | 0
        """,
    ),
    Case(
        title="The child's birthday is a festival",
        why="The list of the protocol names it.",
        as_of="2018-06-30",
        enrolment="start | end | birthday\n2018-01-01 | | 2009-05-04",
        contacts="""
            contact | carer | happened_on | received_at | acts | means
            k1      | li    | 2018-05-03  | 2018-05-03  | festival | face
            k2      | li    | 2018-05-04  | 2018-05-04  | festival | face
        """,
        expect="""
            duty | period | outcome | reason | contact | credit_carer | handover
            year | 2018   | met     |        | k2      | li           | 0
        """,
    ),
]
