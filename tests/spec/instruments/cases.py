"""Sheets worked out by hand: what they come to.

instrument | answers | age | total | subscales | colour | red | said

Answers: what every item is given, then what differs (`0; 1-4=1; 9=.`; `.` is not answered). An empty
total is an invalid sheet with nothing worked out; `!` after the total, one that does not count.
"""

CASES = """
phq-9 | 0 | 30 | 0 | | green | |
phq-9 | 0; 1-4=1 | 30 | 4 | | green | |
phq-9 | 0; 1-5=1 | 30 | 5 | | yellow | |
phq-9 | 1; 1=3; 9=0 | 30 | 10 | | orange | |
phq-9 | 2; 8=1; 9=0 | 30 | 15 | | red | |
phq-9 | 0; 9=1 | 30 | 1 | | red | red |
phq-9 | 1; 8-9=. | 30 | 9 | | yellow | |
phq-9 | 0; 1-4=1; 9=. | 30 | 5 | | yellow | |
phq-9 | 1; 7-9=. | 30 | | | | | 缺答3题，太多，不计分
phq-9 | 1; 1=4 | 30 | | | | red | 第1题“4”不在选项里
phq-9 | 3; 1-5=. | 30 | | | | red | 缺答5题
phq-9 | 3 | 30 | 27 | | red | red | 每题答案都一样
phq-a | 0; 1-5=1 | 10 | 5 | | yellow | | 10岁不在适用年龄11至17岁内
phq-a | 1; 9=. | 11 | 9 | | yellow | |
gad-7 | 0; 1-4=1 | 12 | 4 | | green | |
gad-7 | 0; 1-5=1 | 12 | 5 | | yellow | |
gad-7 | 1; 1-3=2 | 12 | 10 | | orange | |
gad-7 | 2; 1=3 | 12 | 15 | | red | |
gad-7 | 1; 7=. | 12 | | | | | 缺答1题
who-5 | 3; 1-2=2 | 9 | 52 | | green | |
who-5 | 3; 1-3=2 | 9 | 48 | | yellow | |
who-5 | 1; 1-2=2 | 9 | 28 | | yellow | |
who-5 | 1; 1=2 | 9 | 24 | | orange | |
who-5 | 5; 1=6 | 9 | | | | | 第1题“6”
who-5 | 5; 5=. | 9 | | | | | 缺答1题
ses | 4; 3=1; 5=1; 8-10=1 | 12 | 40 | without_8 36 | green | |
ses | 1; 3=4; 5=4; 8-10=4 | 12 | 10 | without_8 9 | yellow | |
ses | 4; 8=1 | 12 | 28 | without_8 24 | green | |
ses | 4; 1=3 | 12 | 24 | without_8 23 | yellow | |
ses | 4; 3=. | 12 | 27 | without_8 26 | green | |
ses | 4; 3=.; 5=. | 12 | | | | | 缺答2题
ses | 4; 1=0 | 12 | | | | | 第1题“0”
ces-dc | 0; 4=3; 8=3; 12=3; 16=3 | 8 | 0 | | green | |
ces-dc | 0; 1-2=1 | 8 | 14 | | green | |
ces-dc | 0; 1-3=1 | 8 | 15 | | orange | |
ces-dc | 3 | 8 | 48 | | orange | | 每题答案都一样
ces-dc | 0; 1-2=. | 8 | 13 | | green | |
ces-dc | 0; 1-3=. | 8 | | | | | 缺答3题
scared | 0; 2=2; 11=1 | 9 | 3 | somatic 0, generalized 0, separation 0, social 0, school 3 | yellow | |
scared | 1; 41=0 | 9 | 40 | somatic 13, generalized 9, separation 8, social 6, school 4 | orange | |
scared | 0; 1-22=1 | 9 | 22 | somatic 8, generalized 4, separation 5, social 2, school 3 | yellow | |
scared | 0; 1-23=1 | 9 | 23 | somatic 8, generalized 5, separation 5, social 2, school 3 | orange | |
sasc | 0; 1-7=1 | 9 | 7 | fear_of_evaluation 4, avoidance_distress 3 | green | |
sasc | 0; 1-8=1 | 9 | 8 | fear_of_evaluation 5, avoidance_distress 3 | orange | |
dsrsc | 0; 1-2=2; 4=2; 7-9=2; 11-13=2; 16=2 | 9 | 0 | | green | |
dsrsc | 1; 1-2=2; 4=2 | 9 | 15 | | orange | |
dsrsc | 1; 1-2=2; 4=2; 7=2 | 9 | 14 | | green | |
mht | 0; 1-7=1 | 12 | 7 | study 7, people 0, loneliness 0, self_blame 0, sensitivity 0, body 0, fear 0, impulse 0, lie 0 | green | |
mht | 0; 16-23=1 | 12 | 8 | study 0, people 8, loneliness 0, self_blame 0, sensitivity 0, body 0, fear 0, impulse 0, lie 0 | yellow | |
mht | 0; 1-64=1 | 12 | 64 | study 15, people 10, loneliness 10, self_blame 10, sensitivity 10, body 9, fear 0, impulse 0, lie 0 | yellow | |
mht | 0; 1-65=1 | 12 | 65 | study 15, people 10, loneliness 10, self_blame 10, sensitivity 10, body 10, fear 0, impulse 0, lie 0 | orange | |
mht | 1; 82=0; 84=0; 86=0; 88=0 | 12 | 90 | study 15, people 10, loneliness 10, self_blame 10, sensitivity 10, body 15, fear 10, impulse 10, lie 6 | orange | |
mht | 1; 82=0; 84=0; 86=0 | 12 | 90! | study 15, people 10, loneliness 10, self_blame 10, sensitivity 10, body 15, fear 10, impulse 10, lie 7 | | | 测谎题7分
mht | 0; 1=.; 16=.; 82=1 | 12 | 0 | study 0, people 0, loneliness 0, self_blame 0, sensitivity 0, body 0, fear 0, impulse 0, lie 1 | green | |
mht | 0; 1-10=. | 12 | | people 0, loneliness 0, self_blame 0, sensitivity 0, body 0, fear 0, impulse 0, lie 0 | | | 缺答10题
sdq-self | 0; 1=1 | 12 | 10 | emotional 0, conduct 2, hyperactivity 4, peer 4, prosocial 1 | green | |
sdq-self | 0; 3=2; 8=2; 13=2 | 12 | 16 | emotional 6, conduct 2, hyperactivity 4, peer 4, prosocial 0 | yellow | |
sdq-self | 1; 3=0; 13=2 | 12 | 20 | emotional 5, conduct 5, hyperactivity 5, peer 5, prosocial 5 | orange | |
sdq-self | 1; 3=.; 8=. | 12 | 20 | emotional 5, conduct 5, hyperactivity 5, peer 5, prosocial 5 | orange | |
sdq-self | 1; 3=.; 8=.; 13=. | 12 | | conduct 5, hyperactivity 5, peer 5, prosocial 5 | | | 缺答3题
sdq-parent | 0; 3=2; 8=2 | 9 | 14 | emotional 4, conduct 2, hyperactivity 4, peer 4, prosocial 0 | yellow | |
sdq-parent | 0; 3=2; 8=2; 13=2; 16=1 | 9 | 17 | emotional 7, conduct 2, hyperactivity 4, peer 4, prosocial 0 | orange | |
sdq-teacher | 0; 3=2 | 9 | 12 | emotional 2, conduct 2, hyperactivity 4, peer 4, prosocial 0 | yellow | |
sdq-teacher | 0; 3=2; 8=2; 13=2 | 9 | 16 | emotional 6, conduct 2, hyperactivity 4, peer 4, prosocial 0 | orange | |
"""
