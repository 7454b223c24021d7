"""A consent is written once and taken back once; nothing else of it ever changes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION consents_only_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE taken text[] := ARRAY['withdrawn_on', 'withdrawn_by', 'withdrawn_why'];
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_on IS NULL AND NEW.withdrawn_on IS NOT NULL
     AND to_jsonb(NEW) - taken = to_jsonb(OLD) - taken THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'consents_consent: a consent is taken back once, never altered or removed'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER consents_only_taken_back BEFORE UPDATE OR DELETE ON consents_consent
  FOR EACH ROW EXECUTE FUNCTION consents_only_taken_back();
"""
BACK = """
DROP TRIGGER consents_only_taken_back ON consents_consent;
DROP FUNCTION consents_only_taken_back();
"""


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
