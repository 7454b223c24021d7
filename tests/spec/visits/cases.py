"""When a home is due and why: each row is a test, and a line of docs/reference/visits.md.

A visit is `day outcome grade marks`; marks: f focus, r danger sign, p<day> the parents' last word.
"""

PRIORITIES = """
    visits newest first                          | facts       | priority
                                                 |             | ordinary
    2018-08-02 met fair                          |             | ordinary
    2018-08-02 met good                          |             | ordinary
    2018-08-02 met good, 2018-07-03 met good     |             | stable
    2018-08-02 met good, 2018-07-03 met fair     |             | ordinary
    2018-08-02 met good f, 2018-07-03 met good   |             | focus
    2018-08-02 met poor                          |             | focus
    2018-08-02 met fair r                        |             | focus
    2018-08-02 met fair p2018-07-03              |             | ordinary
    2018-08-02 met fair p2018-07-02              |             | focus
    2018-08-02 met good, 2018-07-03 met poor     |             | ordinary
    2018-08-02 met good, 2018-07-03 met good     | dropped_out | focus
    2018-08-02 met good, 2018-07-03 met good     | ill         | stable
    2018-08-20 nobody, 2018-08-02 met poor       |             | focus
"""
"""One good visit does not make a home stable; what the newest visit to meet somebody said counts."""

DUE = """
    registered | visits newest first                        | asked      | on         | state   | due        | again
    2018-08-20 |                                            |            | 2018-08-24 | due     | 2018-09-04 |
    2018-01-01 |                                            |            | 2018-08-24 | overdue | 2018-01-16 |
    2018-01-01 | 2018-08-02 met fair                        |            | 2018-08-24 | later   | 2018-09-30 | 2018-09-01
    2018-01-01 | 2018-07-31 met fair                        |            | 2018-08-24 | due     | 2018-08-31 |
    2018-01-01 | 2018-06-30 met fair                        |            | 2018-08-24 | overdue | 2018-07-31 |
    2018-01-01 | 2018-08-02 met poor                        |            | 2018-08-15 | later   | 2018-08-31 | 2018-08-16
    2018-01-01 | 2018-08-02 met poor                        |            | 2018-08-16 | due     | 2018-08-31 |
    2018-01-01 | 2018-08-02 met poor                        |            | 2018-09-01 | overdue | 2018-08-31 |
    2018-01-01 | 2018-08-02 met good, 2018-07-03 met good   |            | 2018-09-30 | later   | 2018-12-31 | 2018-10-01
    2018-01-01 | 2018-08-02 met good, 2018-07-03 met good   |            | 2018-10-01 | due     | 2018-12-31 |
    2018-01-01 | 2018-08-02 met fair                        | 2018-08-30 | 2018-08-24 | due     | 2018-08-30 |
    2018-01-01 | 2018-08-02 met fair                        | 2018-08-20 | 2018-08-24 | overdue | 2018-08-20 |
    2018-01-01 | 2018-12-31 met fair                        |            | 2019-01-01 | due     | 2019-01-31 |
    2015-01-01 | 2016-02-29 met fair                        |            | 2016-03-31 | due     | 2016-03-31 |
    2018-01-01 | 2018-08-23 nobody                          |            | 2018-08-24 | waiting | 2018-01-16 | 2018-08-26
    2018-01-01 | 2018-08-23 nobody                          |            | 2018-08-26 | overdue | 2018-01-16 |
    2018-01-01 | 2018-08-23 nobody, 2018-08-20 nobody       |            | 2018-08-24 | waiting | 2018-01-16 | 2018-08-26
    2018-01-01 | 2018-08-23 nobody, 2018-08-20 nobody, 2018-08-15 nobody |  | 2018-08-24 | handed | 2018-01-16 | 2018-09-22
    2018-01-01 | 2018-08-23 moved                           |            | 2018-08-24 | handed  | 2018-01-16 | 2018-09-22
    2018-01-01 | 2018-08-23 refused, 2018-07-02 met fair    |            | 2018-08-24 | handed  | 2018-08-31 | 2018-09-22
    2018-01-01 | 2018-08-23 not_found                       |            | 2018-09-22 | overdue | 2018-01-16 |
    2018-01-01 | 2018-08-23 met fair, 2018-08-22 nobody     |            | 2018-08-24 | later   | 2018-09-30 | 2018-09-01
    2018-01-01 | 2018-08-30 met fair                        |            | 2018-08-24 | overdue | 2018-01-16 |
"""
"""The next visit belongs to the calendar period after the one of the last visit; a failed try waits
three days, the third one and every other end waits for the township thirty."""

ROUTES = """
    address                       | group | house | annex
    八角村3组48号                   | 3     | 48    | 0
    麻柳嘴镇八角村三组四十八号         | 3     | 48    | 0
    八角村十二社6号附2号              | 12    | 6     | 2
    八角村第２村民小组１５号            | 2     | 15    | 0
    牌坊街社区和平路88号               | -     | 88    | 0
    八角村                          | -     | -     | 0
"""
"""Groups 组 (also 社, 队) and house numbers as villages write them; `-` stands after all numbers."""
