"""Second walls: the day of the check in force, and an application that was decided stays so."""

from django.db import migrations

from nuantong.people.walls import standing_check

TOLD = """
CREATE FUNCTION carers_first_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO carers_backgroundcheck (carer_id, "on", result, organ, document, entered_at,
    entered_by_name, voided_by_name)
  SELECT id, background_checked_on, 'clear', '', '', now(), '名册所载', ''
  FROM added WHERE background_checked_on IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER carers_first_check AFTER INSERT ON people_carer
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION carers_first_check();

CREATE FUNCTION carers_told_of_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told bigint[];
BEGIN
  SELECT array_agg(n.id) INTO told
  FROM added n JOIN removed o ON o.id = n.id
  WHERE n.background_checked_on IS DISTINCT FROM o.background_checked_on
    AND n.background_checked_on IS DISTINCT FROM carers_backgroundcheck_standing(n.id);
  IF told IS NULL THEN RETURN NULL; END IF;
  INSERT INTO carers_backgroundcheck (carer_id, "on", result, organ, document, entered_at,
    entered_by_name, voided_by_name)
  SELECT id, background_checked_on, 'clear', '', '', now(), '名册所载', ''
  FROM added WHERE id = ANY(told) AND background_checked_on IS NOT NULL
  ON CONFLICT DO NOTHING;
  UPDATE carers_backgroundcheck c
  SET voided_at = now(), voided_by_name = '名册所载'
  FROM added n
  WHERE n.id = ANY(told) AND c.carer_id = n.id AND c.voided_at IS NULL AND c.result = 'clear'
    AND (n.background_checked_on IS NULL OR c."on" > n.background_checked_on);
  UPDATE people_carer SET background_checked_on = carers_backgroundcheck_standing(id)
  WHERE id = ANY(told)
    AND background_checked_on IS DISTINCT FROM carers_backgroundcheck_standing(id);
  RETURN NULL;
END $$;
CREATE TRIGGER carers_told_of_check AFTER UPDATE ON people_carer
  REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION carers_told_of_check();
"""
DECIDED = """
CREATE FUNCTION carers_keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('approved', 'refused', 'withdrawn')
     OR (OLD.state = 'checked' AND NEW.state = 'submitted')
     OR (OLD.state = 'submitted' AND NEW.state = 'approved')
     OR NEW.id_index IS DISTINCT FROM OLD.id_index THEN
    RAISE EXCEPTION 'an application goes forward only, for one person, and is decided once'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'application_decided_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER carers_keep_decision BEFORE UPDATE ON carers_application
  FOR EACH ROW EXECUTE FUNCTION carers_keep_decision();
"""
UNDO = """
DROP TRIGGER carers_keep_decision ON carers_application;
DROP FUNCTION carers_keep_decision;
DROP TRIGGER carers_told_of_check ON people_carer;
DROP FUNCTION carers_told_of_check;
DROP TRIGGER carers_first_check ON people_carer;
DROP FUNCTION carers_first_check;
"""
FORWARDS, BACKWARDS = standing_check(
    "carers_backgroundcheck", "people_carer", "carer_id", "background_checked_on"
)


class Migration(migrations.Migration):
    dependencies = [("carers", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS + TOLD + DECIDED, UNDO + BACKWARDS)]
