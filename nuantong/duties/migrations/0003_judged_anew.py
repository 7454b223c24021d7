"""What changes who is to blame, or may end a grace earlier, asks for windows to be judged again."""

from django.db import migrations

ASK = """
CREATE FUNCTION duties_judge_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE duties_enrolment SET settled_until = NULL
   WHERE settled_until IS NOT NULL AND child_id IN (SELECT child_id FROM concerned);
  RETURN NULL;
END $$;
"""


def judge_anew(table: str) -> str:
    """Who held a child decides whether anybody is blamed: its windows are judged again."""
    return "".join(
        f"CREATE TRIGGER {table}_judge_{event.lower()} AFTER {event} ON {table}"
        f" REFERENCING {rows} TABLE AS concerned"
        " FOR EACH STATEMENT EXECUTE FUNCTION duties_judge_anew();"
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    )


HOLDERS = ("pairing_pairing", "pairing_standin")
KEEP_ASKING = ASK + "".join(map(judge_anew, HOLDERS))
ANEW = "UPDATE duties_enrolment SET settled_until = NULL WHERE settled_until IS NOT NULL"
TRIGGERS = f"""
CREATE FUNCTION duties_judge_changed_child() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {ANEW} AND child_id IN (
    SELECT written.id FROM written JOIN former ON former.id = written.id
     WHERE (written.place_id, written.stage, written.boarding, written.birth_date)
           IS DISTINCT FROM (former.place_id, former.stage, former.boarding, former.birth_date));
  RETURN NULL;
END $$;
CREATE TRIGGER people_child_judge_changed AFTER UPDATE ON people_child
  REFERENCING NEW TABLE AS written OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION duties_judge_changed_child();
CREATE FUNCTION duties_judge_village() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {ANEW} AND child_id IN (SELECT child.id FROM people_child AS child
                            JOIN concerned ON concerned.place_id = child.place_id);
  RETURN NULL;
END $$;
CREATE TRIGGER duties_village_judge_insert AFTER INSERT ON duties_villagewithoutsignal
  REFERENCING NEW TABLE AS concerned FOR EACH STATEMENT EXECUTE FUNCTION duties_judge_village();
CREATE TRIGGER duties_village_judge_delete AFTER DELETE ON duties_villagewithoutsignal
  REFERENCING OLD TABLE AS concerned FOR EACH STATEMENT EXECUTE FUNCTION duties_judge_village();
CREATE FUNCTION duties_judge_everybody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {ANEW}; RETURN NULL; END $$;
CREATE TRIGGER calendars_revision_judge AFTER UPDATE ON calendars_revision
  FOR EACH STATEMENT EXECUTE FUNCTION duties_judge_everybody();
"""
BACK = """
DROP FUNCTION duties_judge_anew() CASCADE;
DROP FUNCTION duties_judge_changed_child() CASCADE;
DROP FUNCTION duties_judge_village() CASCADE;
DROP FUNCTION duties_judge_everybody() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0001_initial"),
        ("duties", "0002_six_ones"),
        ("pairing", "0001_initial"),
        ("people", "0001_initial"),
    ]
    operations = [migrations.RunSQL(KEEP_ASKING + TRIGGERS, BACK)]
