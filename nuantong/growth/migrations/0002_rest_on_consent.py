"""A photo is added only on a consent of the same child that stands, and afterwards only erased."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION growth_photo_rests_on_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE erased text[] := ARRAY['sealed', 'caption', 'removed_at', 'removed_by'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM consents_consent
      WHERE id = NEW.consent_id AND child_id = NEW.child_id AND purpose = 'photos'
        AND withdrawn_on IS NULL
      FOR SHARE;
    IF FOUND THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'growth_photo: no consent of this child stands'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.sealed IS NOT NULL AND NEW.sealed IS NULL AND NEW.caption IS NULL
     AND to_jsonb(NEW) - erased = to_jsonb(OLD) - erased THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'growth_photo: a photo is erased, never altered; its row stays'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER growth_photo_rests_on_consent BEFORE INSERT OR UPDATE OR DELETE ON growth_photo
  FOR EACH ROW EXECUTE FUNCTION growth_photo_rests_on_consent();
"""
BACK = """
DROP TRIGGER growth_photo_rests_on_consent ON growth_photo;
DROP FUNCTION growth_photo_rests_on_consent();
"""


class Migration(migrations.Migration):
    dependencies = [("growth", "0001_initial"), ("consents", "0002_only_taken_back")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
