"""What was seen at a home stays; a photo may go when its visit came a year ago or more, and only by
the run that says so."""

from django.db import migrations

from nuantong.core.triggers import append_only

OLD_PHOTOS_GO = """
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
CREATE TRIGGER visits_visitphoto_append_only BEFORE UPDATE OR DELETE ON visits_visitphoto
  FOR EACH ROW EXECUTE FUNCTION visits_photo_stays();
CREATE TRIGGER visits_visitphoto_no_truncate BEFORE TRUNCATE ON visits_visitphoto
  FOR EACH STATEMENT EXECUTE FUNCTION nuantong_refuse_change();
"""
BACK = """
DROP TRIGGER visits_visitphoto_no_truncate ON visits_visitphoto;
DROP TRIGGER visits_visitphoto_append_only ON visits_visitphoto;
DROP FUNCTION visits_photo_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [
        append_only("visits_visit"),
        append_only("visits_visitedchild"),
        append_only("visits_planrule"),
        migrations.RunSQL(OLD_PHOTOS_GO, BACK),
    ]
