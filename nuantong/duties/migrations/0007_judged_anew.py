"""What may end a grace earlier than it would have asks for all windows of the child to be judged."""

from django.db import migrations

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
DROP FUNCTION duties_judge_changed_child() CASCADE;
DROP FUNCTION duties_judge_village() CASCADE;
DROP FUNCTION duties_judge_everybody() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0003_by_district"),
        ("duties", "0006_closing"),
        ("people", "0008_sealed_narratives"),
    ]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
