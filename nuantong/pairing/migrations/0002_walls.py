"""Second walls: a carer's places under any writer, pairings whose past cannot be altered, proposals
that keep their path."""

from django.db import migrations

CAPACITY = """
CREATE FUNCTION pairing_keep_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  crowded bigint;
BEGIN
  PERFORM 1 FROM people_carer WHERE id IN (SELECT carer_id FROM added)
    ORDER BY id FOR NO KEY UPDATE;
  WITH fresh AS (
    SELECT a.carer_id, min(a.start) AS since
    FROM added a JOIN people_child c ON c.id = a.child_id
    WHERE NOT EXISTS (
      SELECT 1 FROM pairing_pairing p JOIN people_child s ON s.id = p.child_id
      WHERE p.carer_id = a.carer_id AND s.household_id = c.household_id
        AND p.start <= a.start AND (p."end" IS NULL OR p."end" > a.start)
        AND NOT EXISTS (SELECT 1 FROM added other WHERE other.id = p.id))
    GROUP BY a.carer_id
  ), moments AS (
    SELECT DISTINCT p.carer_id, p.start AS day
    FROM pairing_pairing p JOIN fresh f ON f.carer_id = p.carer_id AND p.start >= f.since
  )
  SELECT m.carer_id INTO crowded
  FROM moments m
  JOIN pairing_pairing p ON p.carer_id = m.carer_id AND p.start <= m.day
    AND (p."end" IS NULL OR p."end" > m.day)
  JOIN people_child c ON c.id = p.child_id
  JOIN people_carer k ON k.id = m.carer_id
  GROUP BY m.carer_id, m.day, k.capacity
  HAVING count(DISTINCT c.household_id) > k.capacity
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'carer % would have more households than her capacity', crowded
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pairing_within_capacity';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER pairing_keep_capacity AFTER INSERT ON pairing_pairing
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION pairing_keep_capacity();
"""

HISTORY = """
CREATE FUNCTION pairing_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.child_id, NEW.carer_id, NEW.start, NEW.tier, NEW.checked_on)
       IS DISTINCT FROM (OLD.child_id, OLD.carer_id, OLD.start, OLD.tier, OLD.checked_on)
     OR OLD."end" IS NOT NULL THEN
    RAISE EXCEPTION 'a pairing can be ended once and not altered'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pairing_past_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pairing_keep_history BEFORE UPDATE ON pairing_pairing
  FOR EACH ROW EXECUTE FUNCTION pairing_keep_history();
"""

PATH = """
CREATE FUNCTION pairing_keep_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.round_id, NEW.household_id, NEW.carer_id, NEW.current_id, NEW.run)
       IS DISTINCT FROM (OLD.round_id, OLD.household_id, OLD.carer_id, OLD.current_id, OLD.run)
     OR (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('proposed', 'accepted'), ('proposed', 'rejected'), ('proposed', 'lapsed'),
       ('proposed', 'replaced'), ('accepted', 'proposed'), ('accepted', 'rejected'),
       ('accepted', 'lapsed'), ('accepted', 'published'), ('published', 'undone'),
       ('kept', 'replaced'))) THEN
    RAISE EXCEPTION 'a proposal cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_keeps_its_path';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pairing_keep_path BEFORE UPDATE ON pairing_proposal
  FOR EACH ROW EXECUTE FUNCTION pairing_keep_path();
"""

KINDS = """
CREATE STATISTICS proposal_kinds (ndistinct) ON state, tier, change, run, pinned,
  (width_bucket(distance, '{1000,3000,5000,10000,15000,20000}'::int[])), (lacks > 0)
FROM pairing_proposal
"""
"""The planner learns how few kinds of proposals there are: it counts a city's with all hands."""

UNDO = """
DROP TRIGGER pairing_keep_path ON pairing_proposal;
DROP FUNCTION pairing_keep_path;
DROP TRIGGER pairing_keep_history ON pairing_pairing;
DROP FUNCTION pairing_keep_history;
DROP TRIGGER pairing_keep_capacity ON pairing_pairing;
DROP FUNCTION pairing_keep_capacity;
"""


class Migration(migrations.Migration):
    dependencies = [("pairing", "0001_initial")]
    operations = [
        migrations.RunSQL(CAPACITY + HISTORY + PATH, UNDO),
        migrations.RunSQL(KINDS, "DROP STATISTICS proposal_kinds"),
    ]
