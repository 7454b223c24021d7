"""Sums of outcomes, and who is overdue, one row a child: kept by whatever changes them."""

from django.db import migrations

KEY = "place_id, protocol_id, duty, period_key, ends, outcome, reason"
SUMS = f"""
INSERT INTO duties_outcometally ({KEY}, count)
SELECT {KEY}, sum(n) FROM (%s) AS changes
  JOIN duties_enrolment AS enrolled ON enrolled.id = changes.enrolment_id
 GROUP BY {KEY} HAVING sum(n) <> 0;
"""
WRITTEN = "SELECT *, 1 AS n FROM written"
FORMER = "SELECT *, -1 AS n FROM former"
KEPT_BY = {"added": [WRITTEN], "changed": [WRITTEN, FORMER], "removed": [FORMER]}
TABLES = {"added": "NEW TABLE AS written", "removed": "OLD TABLE AS former"}
TABLES["changed"] = f"{TABLES['added']} {TABLES['removed']}"
EVENTS = {"added": "INSERT", "changed": "UPDATE", "removed": "DELETE"}


def keep_tally(how: str) -> str:
    """The sums follow every statement upon outcomes, whoever writes it."""
    sums = SUMS % " UNION ALL ".join(KEPT_BY[how])
    return f"""
CREATE FUNCTION duties_tally_{how}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {sums} RETURN NULL; END $$;
CREATE TRIGGER duties_windowoutcome_tally_{how} AFTER {EVENTS[how]} ON duties_windowoutcome
  REFERENCING {TABLES[how]} FOR EACH STATEMENT EXECUTE FUNCTION duties_tally_{how}();
"""


KEEP_TALLY = "".join(map(keep_tally, EVENTS))
NO_TALLY = "".join(
    f"DROP TRIGGER duties_windowoutcome_tally_{how} ON duties_windowoutcome;"
    f"DROP FUNCTION duties_tally_{how}();"
    for how in EVENTS
)
ARE_OVERDUE = "outcome = 'missed' AND acted_id IS NULL"
COLUMNS = "child_id, place_id, missed, duties, oldest, since"
COUNT = f"""
CREATE FUNCTION duties_overdue_of(concerned bigint[])
RETURNS TABLE (child_id bigint, place_id bigint, missed int, duties varchar[], oldest date,
               since date) LANGUAGE sql STABLE AS $$
  WITH child AS MATERIALIZED (
    SELECT id, place_id FROM people_child WHERE id = ANY(concerned))
  SELECT child.id, child.place_id, count(*)::int, array_agg(DISTINCT duty ORDER BY duty), min(ends),
         (SELECT greatest(max(last_contact), min(start)) FROM duties_enrolment AS every
           WHERE every.child_id = child.id)
    FROM child
   CROSS JOIN LATERAL (
      SELECT id FROM duties_enrolment WHERE child_id = child.id OFFSET 0) AS enrolled
   CROSS JOIN LATERAL (
      SELECT duty, ends FROM duties_windowoutcome
       WHERE enrolment_id = enrolled.id AND {ARE_OVERDUE} OFFSET 0) AS late
   GROUP BY child.id, child.place_id
$$;
"""
"""Child by child, enrolment by enrolment (OFFSET 0 keeps them apart, so that no order is left to
choose): a slice of a closing must not read what is overdue in the whole city, and of a city just
written the planner thinks that this is next to nothing."""
KEEP = f"""
CREATE FUNCTION duties_keep_overdue(concerned bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF concerned IS NULL THEN RETURN; END IF;
  -- Whoever else writes of these children has ended first: the next statement sees what she wrote.
  PERFORM FROM duties_enrolment WHERE child_id = ANY(concerned) ORDER BY id FOR NO KEY UPDATE;
  WITH now AS MATERIALIZED (SELECT * FROM duties_overdue_of(concerned)),
  gone AS (
    DELETE FROM duties_overdue AS kept WHERE kept.child_id = ANY(concerned)
       AND NOT EXISTS (SELECT FROM now WHERE now.child_id = kept.child_id))
  INSERT INTO duties_overdue AS kept ({COLUMNS}) SELECT {COLUMNS} FROM now ORDER BY child_id
  ON CONFLICT (child_id) DO UPDATE
     SET place_id = EXCLUDED.place_id, missed = EXCLUDED.missed, duties = EXCLUDED.duties,
         oldest = EXCLUDED.oldest, since = EXCLUDED.since;
END $$;
"""
EITHER = f"SELECT enrolment_id FROM %s WHERE {ARE_OVERDUE}"
LATE_NOW, LATE_BEFORE = EITHER % "written", EITHER % "former"
CONCERNED = {
    "added": LATE_NOW, "changed": f"{LATE_NOW} UNION {LATE_BEFORE}", "removed": LATE_BEFORE
}  # fmt: skip


def follow(how: str) -> str:
    """The rows follow every statement upon outcomes, whoever writes it."""
    return f"""
CREATE FUNCTION duties_overdue_{how}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM duties_keep_overdue((
    SELECT array_agg(DISTINCT child_id) FROM duties_enrolment WHERE id IN ({CONCERNED[how]})));
  RETURN NULL;
END $$;
CREATE TRIGGER duties_windowoutcome_overdue_{how} AFTER {EVENTS[how]} ON duties_windowoutcome
  REFERENCING {TABLES[how]} FOR EACH STATEMENT EXECUTE FUNCTION duties_overdue_{how}();
"""


MOVED = """
CREATE FUNCTION duties_overdue_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM duties_enrolment WHERE child_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
  UPDATE duties_overdue SET place_id = NEW.place_id WHERE child_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER people_child_overdue_moved AFTER UPDATE OF place_id ON people_child
  FOR EACH ROW WHEN (OLD.place_id IS DISTINCT FROM NEW.place_id)
  EXECUTE FUNCTION duties_overdue_moved();
"""
SINCE = """
CREATE FUNCTION duties_overdue_since() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE duties_overdue SET since = (
      SELECT greatest(max(last_contact), min(start)) FROM duties_enrolment
       WHERE child_id = NEW.child_id)
   WHERE child_id = NEW.child_id;
  RETURN NULL;
END $$;
CREATE TRIGGER duties_enrolment_overdue_since AFTER UPDATE OF last_contact, start
  ON duties_enrolment FOR EACH ROW
  WHEN ((OLD.last_contact, OLD.start) IS DISTINCT FROM (NEW.last_contact, NEW.start))
  EXECUTE FUNCTION duties_overdue_since();
"""
FORWARD = COUNT + KEEP + "".join(map(follow, EVENTS)) + MOVED + SINCE
BACK = "".join(
    f"DROP FUNCTION duties_overdue_{name} CASCADE;"
    for name in [*(f"{how}()" for how in EVENTS), "moved()", "since()", "of(bigint[])"]
) + "DROP FUNCTION duties_keep_overdue(bigint[]);"  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_judged_anew"), ("people", "0001_initial")]
    operations = [migrations.RunSQL(KEEP_TALLY, NO_TALLY), migrations.RunSQL(FORWARD, BACK)]
