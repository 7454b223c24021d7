"""A finished sheet stays as it was worked out; it may be taken out once, never altered or removed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION instruments_sheet_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ending text[] := ARRAY['voided_at', 'voided_by', 'voided_why'];
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.voided_at IS NULL THEN
    IF OLD.finished_at IS NULL AND (OLD.key, OLD.child_id, OLD.version_id, OLD.occasion_kind,
        OLD.occasion_key) = (NEW.key, NEW.child_id, NEW.version_id, NEW.occasion_kind, NEW.occasion_key)
      THEN RETURN NEW; END IF;
    IF NEW.voided_at IS NOT NULL AND to_jsonb(NEW) - ending = to_jsonb(OLD) - ending
      THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'instruments_answersheet: a finished sheet stays; it is taken out once'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER instruments_sheet_stays BEFORE UPDATE OR DELETE ON instruments_answersheet
  FOR EACH ROW EXECUTE FUNCTION instruments_sheet_stays();
"""
BACK = """
DROP TRIGGER instruments_sheet_stays ON instruments_answersheet;
DROP FUNCTION instruments_sheet_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("instruments", "0003_sheets")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
