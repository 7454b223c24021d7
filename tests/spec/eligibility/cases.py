"""The rules of eligibility, case by case."""

from tests.spec.eligibility.tables import Case

SITUATIONS = [
    Case(
        title="Every situation of a parent, beside a dead father",
        why="Set A makes an orphan of the child, set B a child nobody brings up (民发〔2019〕62号、〔2020〕125号); the rest is neither.",
        table="""
            father | mother | results
            dead   | dead | orphan yes; unattended no
            dead   | missing | orphan yes; unattended no
            dead   | severely_disabled limbs/1 | orphan no; unattended yes
            dead   | severely_ill | unattended yes
            dead   | in_prison 2020-01-01..2027-01-01 | unattended yes
            dead   | drug_rehabilitation 2026-01-01..2028-01-01 | unattended yes
            dead   | detained 2026-06-01..2027-06-01 | unattended yes
            dead   | lost_contact 2020-01-01.. | unattended yes
            dead   | guardianship_revoked 2024-01-01.. | unattended yes
            dead   | deported 2024-01-01.. | unattended yes
            dead   | working_away 2020-01-01.. cross | unattended no; at_risk yes; left_behind yes
            dead   | left_home 2020-01-01.. | unattended no; at_risk yes; left_behind no
            dead   | caring | unattended no; at_risk no
            dead   | other | unattended no; at_risk yes
            dead   | unknown | orphan nothing; unattended incomplete missing 父亲死亡：死亡证明、户籍注销证明或法院判决、母亲现在的情况
            dead   | - | unattended incomplete
        """,
    ),
    Case(
        title="Which pairs of parents fit",
        why="A with A is an orphan; A with B, B with A and B with B are nobody's; who cares for the child ends it.",
        table="""
            father | mother | results
            missing | missing | orphan yes; unattended no
            missing | in_prison 2020-01-01..2027-01-01 | unattended yes
            in_prison 2020-01-01..2027-01-01 | dead | unattended yes
            severely_ill | severely_disabled mind/4 | unattended yes
            in_prison 2020-01-01..2027-01-01 | caring | orphan no; unattended no; at_risk no
            caring | caring | orphan no; unattended no; at_risk nothing; left_behind no
            - | - | orphan nothing; unattended incomplete missing 父亲现在的情况、母亲现在的情况
            - | caring | unattended no
            in_prison 2020-01-01..2027-01-01 | - | unattended incomplete
        """,
    ),
    Case(
        title="Several situations of one parent at once",
        why="The weightiest decides; the others are told.",
        table="""
            father | mother | results
            severely_ill + in_prison 2026-10-01..2026-12-01 | dead | unattended yes until 2030-05-04
            in_prison 2020-01-01..2027-01-01 + dead 2026-01-01.. | dead | orphan yes; unattended no
            lost_contact 2026-11-01.. + working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | unattended no; left_behind yes
        """,
    ),
]

SITUATIONS.append(
    Case(
        title="Parents who cannot be found",
        why="查找不到生父母: an orphan without a word about father and mother (国办发〔2010〕54号).",
        table="""
            foundling | born | father | mother | results
            yes | 2012-05-04 | - | - | orphan yes until 2030-05-04 then no; unattended nothing
            yes | 2008-05-04 | - | - | orphan no
            no | 2012-05-04 | - | - | orphan nothing; unattended incomplete
        """,
    )
)

THRESHOLDS = [
    Case(
        title="Grade of disability",
        why="Grades 1 and 2 of any kind, grades 3 and 4 of intellect or mind; a grade unknown counts as the situation named says, and is asked for.",
        table="""
            father | mother | results
            severely_disabled limbs/1 | dead | unattended yes
            severely_disabled limbs/2 | dead | unattended yes
            severely_disabled limbs/3 | dead | unattended no; at_risk yes
            severely_disabled limbs/4 | dead | unattended no; at_risk yes
            severely_disabled intellect/3 | dead | unattended yes
            severely_disabled intellect/4 | dead | unattended yes
            severely_disabled mind/3 | dead | unattended yes
            severely_disabled multiple/3 | dead | unattended no; at_risk yes
            severely_disabled | dead | unattended yes missing 父亲重残：残疾类别和等级；残疾人证、母亲死亡：死亡证明、户籍注销证明或法院判决
            severely_disabled limbs/3 | severely_disabled intellect/3 | unattended no; at_risk yes
        """,
    ),
    Case(
        title="Term of a sentence or a measure: six months or more",
        why="The term is the one written, else from the first day to the release; unknown, the situation named counts and the term is asked for.",
        table="""
            father | mother | results
            in_prison 2026-09-01..2027-03-01 | dead | unattended yes until 2027-03-01 then incomplete
            in_prison 2026-09-01..2027-02-28 | dead | unattended no; at_risk yes
            in_prison 2026-09-01.. 6m | dead | unattended yes until 2027-03-01 then incomplete
            in_prison 2026-09-01.. 5m | dead | unattended no; at_risk yes
            in_prison | dead | unattended yes until 2030-05-04
            drug_rehabilitation 2026-09-01..2027-03-01 | dead | unattended yes
            drug_rehabilitation 2026-09-01..2027-02-28 | dead | unattended no; at_risk yes
            detained 2026-09-01..2027-03-01 | dead | unattended yes
            detained 2026-09-01..2027-02-28 | dead | unattended no; at_risk yes
        """,
    ),
    Case(
        title="Lost contact: six full months",
        why="The day the sixth month is full counts, the day before does not; from a 31st it is the last day of a shorter month.",
        table="""
            on | father | mother | results
            2026-11-26 | lost_contact 2026-05-26.. | dead | unattended yes since 2026-11-26
            2026-11-25 | lost_contact 2026-05-26.. | dead | unattended no until 2026-11-26 then yes; at_risk yes
            2027-02-28 | lost_contact 2026-08-31.. | dead | unattended yes since 2027-02-28
            2027-02-27 | lost_contact 2026-08-31.. | dead | unattended no until 2027-02-28 then yes; at_risk yes
            2026-11-26 | lost_contact | dead | unattended yes
        """,
    ),
    Case(
        title="A release: until the day before, never an exit",
        why="On the day itself nothing is known of the parent any more: the result asks, it does not remove.",
        table="""
            on | father | mother | results
            2027-02-28 | dead | in_prison 2020-03-01..2027-03-01 | unattended yes until 2027-03-01 then incomplete
            2027-03-01 | dead | in_prison 2020-03-01..2027-03-01 | unattended incomplete since 2027-03-01
            2027-03-01 | dead | in_prison 2020-03-01..2027-03-01 + caring 2027-03-01.. | unattended no
            2020-02-29 | dead | in_prison 2020-03-01..2027-03-01 | unattended incomplete until 2020-03-01 then yes
        """,
    ),
]

AGES = [
    Case(
        title="Eighteen",
        why="Under 18; a birthday on 29 February is 1 March in a common year; without a birth date it is asked for.",
        table="""
            born | on | father | mother | stage | results
            2010-05-04 | 2028-05-03 | dead | dead | | orphan yes until 2028-05-04 then no
            2010-05-04 | 2028-05-04 | dead | dead | | orphan no
            2010-05-04 | 2028-05-03 | dead | severely_ill | college | unattended yes until 2028-05-04 then no
            2010-05-04 | 2028-05-04 | dead | severely_ill | college | unattended no
            2008-02-29 | 2026-02-28 | dead | dead | | orphan yes until 2026-03-01
            2008-02-29 | 2026-03-01 | dead | dead | | orphan no
            - | 2026-11-26 | dead | dead | | orphan incomplete
            - | 2026-11-26 | dead | severely_ill | | unattended incomplete
        """,
    ),
    Case(
        title="Eighteen and still in school: by region",
        why="Chongqing counts full-time middle and vocational schools (渝民发〔2021〕5号), Guangdong college too (粤民规〔2019〕10号), elsewhere nobody.",
        table="""
            born | region | stage | father | mother | results
            2008-05-04 | 500113 | senior | dead | severely_ill | unattended yes
            2008-05-04 | 500113 | vocational | dead | severely_ill | unattended yes
            2008-05-04 | 500113 | college | dead | severely_ill | unattended no
            2008-05-04 | 500113 | not_in_school | dead | severely_ill | unattended no
            2008-05-04 | 500113 | | dead | severely_ill | unattended incomplete
            2008-05-04 | 440103 | college | dead | severely_ill | unattended yes
            2008-05-04 | 510104 | senior | dead | severely_ill | unattended no
            2008-05-04 | 500113 | senior | dead | dead | orphan no; unattended no
        """,
    ),
    Case(
        title="The rules of the day",
        why="A rule holds from its day: 民发〔2019〕62号 from 2020; two situations more from 2021; before 2020 Chongqing had a ledger of its own, other provinces none here.",
        table="""
            on | born | region | father | mother | stage | results
            2018-08-24 | 2010-05-04 | 500113 | dead | severely_ill | | unattended yes
            2018-08-24 | 2010-05-04 | 440103 | dead | severely_ill | | unattended nothing; at_risk nothing
            2020-06-01 | 2010-05-04 | 440103 | dead | severely_ill | | unattended yes
            2020-06-01 | 2010-05-04 | 440103 | dead | deported | | unattended no; at_risk yes
            2021-06-01 | 2010-05-04 | 440103 | dead | deported | | unattended yes
            2020-12-31 | 2002-05-04 | 500113 | dead | severely_ill | senior | unattended no
            2021-01-01 | 2002-05-04 | 500113 | dead | severely_ill | senior | unattended yes
            2005-06-01 | 2002-05-04 | 500113 | dead | dead | | orphan nothing
        """,
    ),
]

AWAY = [
    Case(
        title="Left behind: who is away, and who could care",
        why="Both away, or one away and the other unable (国发〔2016〕13号). A parent who is gone counts as unable; a person checks it.",
        table="""
            father | mother | results
            working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | left_behind yes missing
            working_away 2020-01-01.. cross | severely_ill | left_behind yes; at_risk yes
            working_away 2020-01-01.. cross | severely_disabled limbs/3 | left_behind no
            working_away 2020-01-01.. cross | caring | left_behind no
            working_away 2020-01-01.. cross | left_home | left_behind yes missing 母亲不在，视为无监护能力，请人工核实
            dead | working_away 2020-01-01.. cross | left_behind yes; at_risk yes
            working_away 2020-01-01.. cross | - | left_behind incomplete missing 母亲现在的情况
            working_away 2020-01-01.. inside | working_away 2020-01-01.. cross | left_behind no
            working_away 2020-01-01.. inside | working_away 2020-01-01.. inside | left_behind no
            working_away | working_away | left_behind yes
        """,
    ),
    Case(
        title="Left behind: six months, sixteen years",
        why="Six months is local practice; the age is the national rule's.",
        table="""
            on | born | father | mother | results
            2026-07-01 | 2012-05-04 | working_away 2026-01-01.. cross | working_away 2020-01-01.. cross | left_behind yes since 2026-07-01
            2026-06-30 | 2012-05-04 | working_away 2026-01-01.. cross | working_away 2020-01-01.. cross | left_behind no until 2026-07-01 then yes
            2028-05-03 | 2012-05-04 | working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | left_behind yes until 2028-05-04 then no
            2028-05-04 | 2012-05-04 | working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | left_behind no
            2026-07-01 | - | working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | left_behind incomplete
        """,
    ),
    Case(
        title="Left behind in town and country",
        why="The national rule counts those registered as rural, Chongqing both (城乡留守儿童).",
        table="""
            region | rural | father | mother | results
            500113 | no | working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | left_behind yes missing
            510104 | no | working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | left_behind no
            510104 | yes | working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | left_behind yes missing
            510104 | | working_away 2020-01-01.. cross | working_away 2020-01-01.. cross | left_behind yes missing 户籍性质（农村户籍）
        """,
    ),
    Case(
        title="Migrant",
        why="Six months outside the county of registration, under 16 (21 departments, 2024); districts of one city proper count as one where a place says so (银川).",
        table="""
            on | born | region | home | registered | home_since | results
            2026-11-26 | 2012-05-04 | 500113 | 500113 | 500118 | 2026-05-26 | migrant yes since 2026-11-26
            2026-11-25 | 2012-05-04 | 500113 | 500113 | 500118 | 2026-05-26 | migrant no until 2026-11-26 then yes
            2026-11-26 | 2012-05-04 | 500113 | 500113 | 500118 | | migrant yes missing 从哪天起在这里居住（满6个月才符合）
            2026-11-26 | 2012-05-04 | 500113 | 500113 | 500113 | 2020-01-01 | migrant no
            2026-11-26 | 2012-05-04 | 500113 | 500113 | | 2020-01-01 | migrant nothing
            2028-05-04 | 2012-05-04 | 500113 | 500113 | 500118 | 2020-01-01 | migrant no
            2026-11-26 | 2012-05-04 | 640104 | 640104 | 640106 | 2020-01-01 | migrant no
            2026-11-26 | 2012-05-04 | 640104 | 640104 | 640121 | 2020-01-01 | migrant yes
            2018-08-24 | 2010-05-04 | 500113 | 500113 | 500118 | 2010-06-01 | migrant nothing
        """,
    ),
]

CAUSES = [
    Case(
        title="Hardship by its three causes",
        why="Poverty, the child's own disability or illness, guardianship found wanting by a person (国发〔2016〕36号); each is a label of its own, and all of them hardship.",
        table="""
            born | father | mother | poverty | disability | illness | guardianship | results
            2012-05-04 | caring | caring | 低保 | | | | poor yes; hardship yes until 2030-05-04
            2012-05-04 | caring | caring | 防返贫监测对象 | | | | poor yes; hardship yes
            2012-05-04 | caring | caring | 小康 | | | | poor nothing; hardship nothing
            2012-05-04 | caring | caring | | limbs/4 | | | disabled yes missing; hardship yes
            2012-05-04 | caring | caring | | mind | | | disabled yes missing 残疾人证上的类别和等级; hardship yes
            2012-05-04 | caring | caring | | | 白血病 | | severely_ill yes; hardship yes
            2012-05-04 | caring | caring | | | | 遭受家庭暴力 | guardianship yes; hardship yes
            2012-05-04 | caring | caring | | | | | hardship nothing
            2008-05-04 | caring | caring | 低保 | | | | poor no; hardship no
            - | caring | caring | 低保 | | | | poor incomplete; hardship incomplete
        """,
    ),
    Case(
        title="Several labels at once",
        why="One child is nobody's, poor, disabled and left in the care of others; no label hides another.",
        table="""
            father | mother | poverty | disability | home | registered | home_since | results
            dead | severely_ill | 低保 | limbs/2 | 500113 | 500118 | 2020-01-01 | unattended yes; poor yes; disabled yes; hardship yes; migrant yes
            dead | dead | 特困 | | | | | orphan yes; unattended no; poor yes; hardship yes
            working_away 2020-01-01.. cross | severely_ill | 低保 | | | | | left_behind yes; at_risk yes; poor yes; hardship yes
        """,
    ),
]

GROUPS = {
    "Parents": SITUATIONS, "Thresholds": THRESHOLDS, "Ages, regions, days": AGES,
    "Away from home": AWAY, "Hardship": CAUSES,
}  # fmt: skip
CASES = [case for group in GROUPS.values() for case in group]
