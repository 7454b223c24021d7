"""A photo may go when its visit came a year ago or more, and only by the run that says so."""

from django.db import migrations

LETS_OLD_GO = """
CREATE FUNCTION visits_photo_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('nuantong.removes', true) = 'old photos' AND EXISTS (
    SELECT FROM visits_visit
     WHERE id = OLD.visit_id AND received_at < now() - interval '365 days') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'visits_visitphoto is append-only until a photo was kept long enough'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER visits_visitphoto_append_only ON visits_visitphoto;
CREATE TRIGGER visits_visitphoto_append_only BEFORE UPDATE OR DELETE ON visits_visitphoto
  FOR EACH ROW EXECUTE FUNCTION visits_photo_stays();
"""
NONE_GOES = """
DROP TRIGGER visits_visitphoto_append_only ON visits_visitphoto;
CREATE TRIGGER visits_visitphoto_append_only BEFORE UPDATE OR DELETE ON visits_visitphoto
  FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change();
DROP FUNCTION visits_photo_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0004_sealed_narratives")]
    operations = [migrations.RunSQL(LETS_OLD_GO, NONE_GOES)]
