"""Registrations begin with the child and never overlap; school and health as they were stay."""

from django.db import migrations

from nuantong.core.triggers import FUNCTION

OPEN = """
CREATE FUNCTION people_open_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO people_registration
    (child_id, place_id, setting, since, until, begun, ended, known_from)
  SELECT id, place_id, setting, registered_on, left_on, 'registered',
         CASE WHEN left_on IS NULL THEN '' ELSE 'other' END, registered_on
  FROM added WHERE left_on IS NULL OR left_on > registered_on;
  RETURN NULL;
END $$;
CREATE TRIGGER people_child_registered AFTER INSERT ON people_child
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION people_open_registration();
"""
"""However a child comes to the register, by form or by COPY, her registration begins with her."""

ALONE = """
CREATE FUNCTION people_registration_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM people_child WHERE id = NEW.child_id FOR UPDATE;
  IF EXISTS (
    SELECT 1 FROM people_registration
    WHERE child_id = NEW.child_id AND id <> NEW.id AND known_until IS NULL
      AND daterange(since, until) && daterange(NEW.since, NEW.until)
  ) THEN
    RAISE EXCEPTION 'a child is on the register once at a time'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'registration_once_at_a_time';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_registration_alone AFTER INSERT OR UPDATE ON people_registration
  FOR EACH ROW WHEN (NEW.known_until IS NULL AND pg_trigger_depth() = 0)
  EXECUTE FUNCTION people_registration_alone();
"""
"""Spans of a child never overlap. What begins with the child herself needs no look."""

REMEMBER = """
CREATE FUNCTION people_remember_condition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.condition_at IS NULL OR NEW.condition_at IS NOT DISTINCT FROM OLD.condition_at THEN
    RAISE EXCEPTION 'school and health are written with the time (condition_at)'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'child_condition_has_a_time';
  END IF;
  INSERT INTO people_pastcondition
    (child_id, until, stage, school, grade, boarding, health, health_note)
  VALUES (OLD.id, (NEW.condition_at AT TIME ZONE 'Asia/Shanghai')::date,
    OLD.stage, OLD.school, OLD.grade, OLD.boarding, OLD.health, OLD.health_note)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER people_remember_condition AFTER UPDATE ON people_child FOR EACH ROW
  WHEN ((OLD.stage, OLD.school, OLD.grade, OLD.boarding, OLD.health)
      IS DISTINCT FROM (NEW.stage, NEW.school, NEW.grade, NEW.boarding, NEW.health)
    OR OLD.condition_at IS DISTINCT FROM NEW.condition_at)
  EXECUTE FUNCTION people_remember_condition();
CREATE TRIGGER people_pastcondition_stays BEFORE UPDATE ON people_pastcondition
  FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change();
"""
"""A note alone is known by the time only: sealed anew, the same words are other bytes."""

BACK = """
DROP TRIGGER people_pastcondition_stays ON people_pastcondition;
DROP TRIGGER people_remember_condition ON people_child;
DROP FUNCTION people_remember_condition;
DROP TRIGGER people_registration_alone ON people_registration;
DROP FUNCTION people_registration_alone();
DROP TRIGGER people_child_registered ON people_child;
DROP FUNCTION people_open_registration();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(OPEN + ALONE + FUNCTION + REMEMBER, BACK)]
