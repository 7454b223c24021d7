"""Second walls: a frozen list stays what it was; its children are added while it is frozen, never later."""

from django.db import migrations

from nuantong.core.triggers import append_and_end

KEEP = """
CREATE FUNCTION cohorts_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'frozen' THEN
    RAISE EXCEPTION 'cohort % is frozen', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cohort_frozen_stays';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER cohorts_keep BEFORE UPDATE OR DELETE ON cohorts_cohort
  FOR EACH ROW EXECUTE FUNCTION cohorts_keep();

CREATE FUNCTION cohorts_join() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM cohorts_cohort WHERE id IN (SELECT cohort_id FROM added) AND state = 'frozen';
  IF FOUND THEN
    RAISE EXCEPTION 'nobody joins a frozen cohort'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'member_before_the_freezing';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER cohorts_join AFTER INSERT ON cohorts_member
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cohorts_join();
"""
UNDO = """
DROP TRIGGER cohorts_keep ON cohorts_cohort; DROP FUNCTION cohorts_keep;
DROP TRIGGER cohorts_join ON cohorts_member; DROP FUNCTION cohorts_join;
"""


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0001_initial")]
    operations = [
        migrations.RunSQL(KEEP, UNDO),
        append_and_end("cohorts_member", "removed_at", "removed_by", "removed_why"),
    ]
