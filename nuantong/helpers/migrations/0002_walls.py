"""Second walls: nobody serves a child alone unchecked; services go forward; pledges
stay; teachers are remembered."""

from django.db import migrations

from nuantong.people.walls import standing_check

SERVES = """
CREATE FUNCTION helpers_keep_service() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  h helpers_helper%ROWTYPE;
  busy bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state IN ('declined', 'ended')
       OR (OLD.state = 'accepted' AND NEW.state NOT IN ('accepted', 'ended'))
       OR (NEW.child_id, NEW.helper_id, NEW.kind, NEW.closeness, NEW.start)
          IS DISTINCT FROM (OLD.child_id, OLD.helper_id, OLD.kind, OLD.closeness, OLD.start) THEN
      RAISE EXCEPTION 'a service goes forward only, and stays what it was'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'service_goes_forward';
    END IF;
    IF OLD.state = NEW.state THEN RETURN NEW; END IF;
  END IF;
  IF NEW.state <> 'accepted' THEN RETURN NEW; END IF;
  SELECT * INTO h FROM helpers_helper WHERE id = NEW.helper_id FOR NO KEY UPDATE;
  IF h.status <> 'active' THEN
    RAISE EXCEPTION 'helper % has left', h.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'service_by_an_active_helper';
  END IF;
  IF NEW.closeness = 'alone' AND (h.checked_on IS NULL OR h.checked_on > NEW.start
       OR h.checked_on + interval '1 year' <= NEW.start) THEN
    RAISE EXCEPTION 'helper % has no background check in date', h.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'service_alone_needs_a_check';
  END IF;
  IF NEW.closeness <> 'goods' AND h.pledged_on IS NULL THEN
    RAISE EXCEPTION 'helper % has not pledged to report', h.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'service_needs_a_pledge';
  END IF;
  SELECT count(*) INTO busy FROM helpers_service
    WHERE helper_id = h.id AND state = 'accepted' AND id IS DISTINCT FROM NEW.id;
  IF busy >= h.capacity THEN
    RAISE EXCEPTION 'helper % has no place left', h.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'service_within_capacity';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER helpers_keep_service BEFORE INSERT OR UPDATE ON helpers_service
  FOR EACH ROW EXECUTE FUNCTION helpers_keep_service();

CREATE FUNCTION helpers_remember_teacher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO helpers_pastteacher (child_id, name, school, phone, changed_at)
  VALUES (OLD.id, OLD.teacher, OLD.school, OLD.teacher_phone, now());
  RETURN NULL;
END $$;
CREATE TRIGGER helpers_remember_teacher AFTER UPDATE OF teacher ON people_child
  FOR EACH ROW WHEN (OLD.teacher <> '' AND NEW.teacher IS DISTINCT FROM OLD.teacher)
  EXECUTE FUNCTION helpers_remember_teacher();
"""
KEEPS = """
CREATE FUNCTION helpers_keep_pledge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'a pledge that was signed is not altered'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'helperpledge_stays';
  END IF;
  UPDATE helpers_helper SET pledged_on = NEW."on"
  WHERE id = NEW.helper_id AND (pledged_on IS NULL OR pledged_on < NEW."on");
  RETURN NULL;
END $$;
CREATE TRIGGER helpers_keep_pledge AFTER INSERT OR UPDATE ON helpers_helperpledge
  FOR EACH ROW EXECUTE FUNCTION helpers_keep_pledge();
"""
UNDO = """
DROP TRIGGER helpers_keep_pledge ON helpers_helperpledge;
DROP FUNCTION helpers_keep_pledge;
DROP TRIGGER helpers_remember_teacher ON people_child;
DROP FUNCTION helpers_remember_teacher;
DROP TRIGGER helpers_keep_service ON helpers_service;
DROP FUNCTION helpers_keep_service;
"""
FORWARDS, BACKWARDS = standing_check(
    "helpers_helpercheck", "helpers_helper", "helper_id", "checked_on"
)


class Migration(migrations.Migration):
    dependencies = [("helpers", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS + SERVES + KEEPS, UNDO + BACKWARDS)]
