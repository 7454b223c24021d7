"""What was decided changes no more, but for this: whoever did not become a carer is forgotten, once."""

from django.db import migrations

BEFORE = """
CREATE OR REPLACE FUNCTION carers_keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
ERASED = """
CREATE OR REPLACE FUNCTION carers_keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  erased text[] := ARRAY['name', 'pinyin', 'sex', 'id_number', 'id_index', 'phone', 'post', 'skills',
    'languages', 'availability', 'hours', 'why', 'reason', 'erased_on', 'version'];
BEGIN
  IF OLD.erased_on IS NULL AND NEW.erased_on IS NOT NULL
     AND to_jsonb(NEW) - erased = to_jsonb(OLD) - erased THEN
    RETURN NEW;
  END IF;
  IF OLD.state IN ('approved', 'refused', 'withdrawn')
     OR (OLD.state = 'checked' AND NEW.state = 'submitted')
     OR (OLD.state = 'submitted' AND NEW.state = 'approved')
     OR NEW.id_index IS DISTINCT FROM OLD.id_index THEN
    RAISE EXCEPTION 'an application goes forward only, for one person, and is decided once'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'application_decided_once';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("carers", "0003_hours_and_erasing")]
    operations = [migrations.RunSQL(ERASED, BEFORE)]
