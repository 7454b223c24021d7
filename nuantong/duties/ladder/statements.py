"""What the ladder asks of the database: a few statements over everybody, whoever many they are."""

from typing import Final

RUNNING: Final = """
running AS MATERIALIZED (
  SELECT e.id, e.child_id, e.protocol_id, COALESCE(o.district, 0) AS district, e.start,
         e.last_contact
    FROM duties_enrolment e JOIN people_child c ON c.id = e.child_id AND c.status = 'on_register'
    LEFT JOIN unnest(%(own_protocol)s::bigint[], %(own_district)s::bigint[],
      %(own_place)s::bigint[]) AS o(protocol_id, district, place_id)
      ON o.protocol_id = e.protocol_id AND o.place_id = c.place_id
   WHERE e.start <= %(on)s AND (e."end" IS NULL OR e."end" > %(on)s))"""
RUNGS: Final = """
rung AS (
  SELECT * FROM unnest(%(protocol)s::bigint[], %(district)s::bigint[], %(trigger)s::text[],
    %(duty)s::text[], %(step)s::int[], %(level)s::int[], %(top)s::int[], %(within)s::int[])
    AS r(protocol_id, district, trigger, duty, step, level, top, within))"""
SILENT: Final = """
quiet AS (
  SELECT child_id, GREATEST(max(last_contact), min(start)) AS since FROM running GROUP BY 1),
silent AS (
  SELECT q.child_id, 'silent' AS rule, r.step, q.since AS episode, r.level, r.top, r.within
    FROM quiet q JOIN running u USING (child_id)
    JOIN rung r ON (r.protocol_id, r.district) = (u.protocol_id, u.district)
      AND r.trigger = 'silent'
   WHERE %(on)s - q.since >= r.step)"""
UNHEARD: Final = """
unheard AS (
  SELECT u.child_id, 'unheard' AS rule, r.step, h.since AS episode, r.level, r.top, r.within
    FROM running u JOIN pairing_pairing p ON p.child_id = u.child_id AND p.start <= %(on)s
      AND (p."end" IS NULL OR p."end" > %(on)s)
    JOIN (SELECT carer_id, (at AT TIME ZONE 'Asia/Shanghai')::date AS since FROM duties_heard) h
      ON h.carer_id = p.carer_id
    JOIN rung r ON (r.protocol_id, r.district) = (u.protocol_id, u.district)
      AND r.trigger = 'unheard'
   WHERE %(on)s - GREATEST(h.since, p.start) >= r.step AND NOT EXISTS (
     SELECT FROM pairing_leave l WHERE l.carer_id = p.carer_id AND l.start <= %(on)s
       AND COALESCE(l.back_on, l."end") > %(on)s))"""
LATE: Final = """
late AS (
  SELECT u.child_id, 'late' AS rule, r.step, min(w.ends) AS episode, r.level, r.top, r.within
    FROM duties_windowoutcome w JOIN running u ON u.id = w.enrolment_id
    JOIN rung r ON (r.protocol_id, r.district) = (u.protocol_id, u.district)
      AND r.trigger = 'late' AND r.duty = w.duty
   WHERE w.outcome = 'missed' AND w.acted_id IS NULL AND w.ends + r.step <= %(on)s
   GROUP BY u.child_id, r.step, r.level, r.top, r.within)"""
MISSED: Final = """
met AS (
  SELECT enrolment_id, duty, max(ends) AS ends FROM duties_windowoutcome
   WHERE ends > %(since)s AND ends <= %(on)s AND outcome IN ('met', 'met_late')
     AND duty IN (SELECT duty FROM rung WHERE trigger = 'missed') GROUP BY 1, 2),
row_of AS (
  SELECT w.enrolment_id, w.duty, count(*) AS missed, max(w.ends) AS last, m.ends AS met
    FROM duties_windowoutcome w LEFT JOIN met m USING (enrolment_id, duty)
   WHERE w.ends > %(since)s AND w.ends <= %(on)s AND w.outcome = 'missed'
     AND w.duty IN (SELECT duty FROM rung WHERE trigger = 'missed')
     AND (m.ends IS NULL OR w.ends > m.ends)
   GROUP BY w.enrolment_id, w.duty, m.ends
  HAVING count(*) >= (SELECT min(step) FROM rung WHERE trigger = 'missed')),
missed AS (
  SELECT u.child_id, 'missed:' || m.duty AS rule, r.step,
    GREATEST(u.start, COALESCE(m.met, (SELECT max(b.ends) FROM duties_windowoutcome b
      WHERE b.enrolment_id = m.enrolment_id AND b.duty = m.duty
        AND b.outcome IN ('met', 'met_late') AND b.ends <= %(on)s))) AS episode,
    r.level, r.top, r.within
    FROM row_of m JOIN running u ON u.id = m.enrolment_id
    JOIN rung r ON (r.protocol_id, r.district) = (u.protocol_id, u.district)
      AND r.trigger = 'missed' AND r.duty = m.duty
   WHERE m.missed >= r.step AND NOT EXISTS (
     SELECT FROM duties_fulfilment f JOIN duties_contact t ON t.id = f.contact_id
      WHERE f.enrolment_id = m.enrolment_id AND f.duty = m.duty
        AND t.happened_on >= m.last AND t.happened_on <= %(on)s))"""
GONE: Final = "DROP TABLE IF EXISTS duties_wanted"
WANTED: Final = f"""
CREATE TEMPORARY TABLE duties_wanted ON COMMIT DROP AS
WITH {RUNGS}, {RUNNING}, {SILENT}, {UNHEARD}, {LATE}, {MISSED}
SELECT DISTINCT ON (child_id, rule, step, episode) child_id, rule, step, episode, level, top, within
  FROM (SELECT * FROM silent UNION ALL SELECT * FROM unheard UNION ALL SELECT * FROM late
        UNION ALL SELECT * FROM missed) found
 ORDER BY child_id, rule, step, episode, level"""
"""Everything that stands on the day, each once; of two protocols the one that asks higher up."""

ENDED: Final = """
UPDATE duties_escalation e SET ended_on = GREATEST(e.raised_on, %(on)s), ended_why =
  CASE WHEN NOT EXISTS (SELECT FROM people_child c WHERE c.id = e.child_id
                          AND c.status = 'on_register') THEN '儿童已退出台账'
       WHEN e.rule = 'late' THEN '已处理，或已补记'
       WHEN e.rule = 'unheard' THEN '手机有了动静，或已换人照看'
       ELSE '有了新的联系' END
 WHERE e.ended_on IS NULL AND NOT EXISTS (
   SELECT FROM duties_wanted w WHERE w.child_id = e.child_id AND w.rule = e.rule
     AND w.step = e.step AND w.episode = e.episode)
RETURNING e.id, e.child_id, e.rule, e.step, e.level"""
RAISED: Final = """
INSERT INTO duties_escalation AS e (child_id, rule, step, episode, level, top, within,
  raised_on, due_on, answered, ended_why)
SELECT child_id, rule, step, episode, level, top, within, %(on)s, %(on)s + within, false, ''
  FROM duties_wanted ORDER BY child_id, rule, step, episode
ON CONFLICT (child_id, rule, step, episode) DO UPDATE SET ended_on = NULL, ended_why = '',
  raised_on = EXCLUDED.raised_on, due_on = EXCLUDED.due_on, level = EXCLUDED.level, answered = false
  WHERE e.ended_on IS NOT NULL
RETURNING e.id, e.child_id, e.rule, e.step, e.level, e.xmax <> 0 AS again"""
CLIMBED: Final = """
UPDATE duties_escalation e SET level = e.level - 1, due_on = %(on)s + e.within, answered = false
  FROM (SELECT id, answered FROM duties_escalation WHERE ended_on IS NULL AND due_on < %(on)s
          AND level > top ORDER BY id FOR UPDATE) was
 WHERE e.id = was.id
RETURNING e.id, e.child_id, e.rule, e.step, e.level, was.answered"""
LAPSED: Final = """
UPDATE duties_escalation e SET answered = false, due_on = %(on)s + e.within
 WHERE e.ended_on IS NULL AND e.due_on < %(on)s AND e.level = e.top AND e.answered
RETURNING e.id, e.child_id, e.rule, e.step, e.level, true"""
"""At the top nobody is left to climb to: what was promised and not done is asked again."""

TO_REMIND: Final = """
SELECT COALESCE(s.carer_id, p.carer_id), array_agg(DISTINCT e.child_id)
  FROM duties_enrolment e JOIN people_child c ON c.id = e.child_id AND c.status = 'on_register'
  JOIN pairing_pairing p ON p.child_id = e.child_id AND p.start <= %(on)s
    AND (p."end" IS NULL OR p."end" > %(on)s)
  LEFT JOIN pairing_standin s ON s.child_id = e.child_id AND s.start <= %(on)s AND s."end" > %(on)s
 WHERE e.protocol_id = %(protocol)s AND e.start <= %(on)s AND (e."end" IS NULL OR e."end" > %(on)s)
   AND (%(places)s::bigint[] = '{}' OR c.place_id = ANY(%(places)s))
   AND NOT c.place_id = ANY(%(others)s)
   AND c.stage = ANY(%(stages)s) AND (%(start)s::date IS NULL OR e.start = %(start)s)
   AND (SELECT count(*) FROM duties_fulfilment f WHERE f.enrolment_id = e.id
          AND f.duty = %(duty)s AND f.period_key = %(period)s) < %(times)s
   AND NOT EXISTS (SELECT FROM duties_exemption x WHERE x.child_id = e.child_id
          AND x.start <= %(on)s AND (x."end" IS NULL OR x."end" > %(on)s))
 GROUP BY 1"""
