"""Former standings are kept, closed villages reopened and false closings refused, by the database."""

from django.db import migrations

FORMER = """
CREATE FUNCTION sweeps_keep_former() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_formerstanding
    (record_id, standing, reason, rule, note, handed_to, by_name, child_id, since, until)
  VALUES (OLD.id, OLD.standing, OLD.reason, OLD.rule, OLD.note, OLD.handed_to, OLD.by_name,
          OLD.child_id, OLD.since, NEW.since);
  RETURN NULL;
END $$;
CREATE TRIGGER sweeps_record_former AFTER UPDATE OF standing, reason, child_id, handed_to, since
  ON sweeps_record FOR EACH ROW
  WHEN (OLD.reason <> 'linking'
        AND (OLD.standing, OLD.reason, OLD.rule, OLD.note, OLD.handed_to, OLD.child_id)
            IS DISTINCT FROM
            (NEW.standing, NEW.reason, NEW.rule, NEW.note, NEW.handed_to, NEW.child_id))
  EXECUTE FUNCTION sweeps_keep_former();
"""
REOPEN = """
CREATE FUNCTION sweeps_reopen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE sweeps_closing AS c
     SET reopened_at = n.since, reopened_by_name = n.by_name, reopened_for = n.reason
    FROM (SELECT DISTINCT ON (region_id) region_id, since, by_name, reason FROM written
           WHERE standing = 'waiting' AND handed_to = '' ORDER BY region_id, since DESC) AS n
   WHERE c.region_id = n.region_id AND c.reopened_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER sweeps_record_added AFTER INSERT ON sweeps_record
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION sweeps_reopen();
CREATE TRIGGER sweeps_record_changed AFTER UPDATE ON sweeps_record
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION sweeps_reopen();
"""
CLOSE = """
CREATE FUNCTION sweeps_nothing_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM sweeps_record
              WHERE region_id = NEW.region_id AND standing = 'waiting' AND handed_to = '') THEN
    RAISE EXCEPTION 'something waits in this village'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'closing_nothing_waits';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sweeps_closing_nothing_waits BEFORE INSERT ON sweeps_closing
  FOR EACH ROW WHEN (NEW.reopened_at IS NULL) EXECUTE FUNCTION sweeps_nothing_waits();
"""
AS_IT_IS = """
ALTER TABLE sweeps_filepart ALTER COLUMN sealed SET STORAGE EXTERNAL;
"""
"""What is sealed is compressed before or not at all."""

BACK = """
DROP TRIGGER sweeps_record_former ON sweeps_record;
DROP TRIGGER sweeps_record_added ON sweeps_record;
DROP TRIGGER sweeps_record_changed ON sweeps_record;
DROP TRIGGER sweeps_closing_nothing_waits ON sweeps_closing;
DROP FUNCTION sweeps_keep_former, sweeps_reopen, sweeps_nothing_waits;
"""


class Migration(migrations.Migration):
    dependencies = [("sweeps", "0001_initial")]

    operations = [
        migrations.RunSQL(FORMER + REOPEN + CLOSE, BACK),
        migrations.RunSQL(AS_IT_IS, migrations.RunSQL.noop),
    ]
