"""Second walls: only members of a frozen cohort; handed is where a receipt stands, and nowhere else."""

from django.db import migrations

from nuantong.core.triggers import append_and_end, append_only

MEMBERS = """
ALTER TABLE handouts_slip ADD CONSTRAINT slip_of_the_batchs_cohort
  FOREIGN KEY (batch_id, cohort_id) REFERENCES handouts_batch (id, cohort_id);
ALTER TABLE handouts_slip ADD CONSTRAINT slip_of_a_member
  FOREIGN KEY (cohort_id, child_id) REFERENCES cohorts_member (cohort_id, child_id);

CREATE FUNCTION handouts_check_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.project_id, NEW.cohort_id, NEW.pieces)
         IS DISTINCT FROM (OLD.project_id, OLD.cohort_id, OLD.pieces)
       OR (NEW.item_id, NEW.kit_id, NEW.fen) IS DISTINCT FROM (OLD.item_id, OLD.kit_id, OLD.fen) THEN
      RAISE EXCEPTION 'what batch % hands out, and to whom, stays', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_stays_what_it_is';
    END IF;
  ELSIF NOT EXISTS (SELECT FROM cohorts_cohort WHERE id = NEW.cohort_id AND state = 'frozen') THEN
    RAISE EXCEPTION 'cohort % is not frozen', NEW.cohort_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_of_a_frozen_cohort';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handouts_check_batch BEFORE INSERT OR UPDATE ON handouts_batch
  FOR EACH ROW EXECUTE FUNCTION handouts_check_batch();
"""
NO_MEMBERS = """
DROP TRIGGER handouts_check_batch ON handouts_batch;
DROP FUNCTION handouts_check_batch;
ALTER TABLE handouts_slip DROP CONSTRAINT slip_of_a_member;
ALTER TABLE handouts_slip DROP CONSTRAINT slip_of_the_batchs_cohort;
"""
RECEIPTS = """
CREATE FUNCTION handouts_hand_over() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  given bigint;
  taken bigint;
BEGIN
  IF EXISTS (SELECT FROM fresh r JOIN handouts_bankrow b ON b.id = r.row_id
             WHERE b.slip_id <> r.slip_id OR b.outcome <> 'paid') THEN
    RAISE EXCEPTION 'a receipt by bank is that of a row that was paid'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_of_a_paid_row';
  END IF;
  UPDATE handouts_slip s
     SET state = 'handed', state_on = r."on", version = s.version + 1
    FROM fresh r
   WHERE s.id = r.slip_id AND s.state IN ('waiting', 'absent', 'moved', 'wrong_size');
  GET DIAGNOSTICS given = ROW_COUNT;
  SELECT count(*) INTO taken FROM fresh;
  IF given <> taken THEN
    RAISE EXCEPTION 'a receipt is of a slip that is open'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_of_an_open_slip';
  END IF;
  IF EXISTS (SELECT FROM fresh r JOIN handouts_slip s ON s.id = r.slip_id
             JOIN cohorts_member m USING (cohort_id, child_id) WHERE m.removed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'who was taken off the list gets nothing by it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_of_a_member';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER handouts_hand_over AFTER INSERT ON handouts_receipt
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION handouts_hand_over();

CREATE FUNCTION handouts_take_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  slip bigint;
BEGIN
  UPDATE handouts_receipt SET ended_on = NEW."on"
   WHERE id = NEW.receipt_id AND ended_on IS NULL RETURNING slip_id INTO slip;
  UPDATE handouts_slip
     SET state = CASE WHEN NEW.why = 'given_back' THEN 'returned' ELSE 'waiting' END,
         state_on = NEW."on", version = version + 1
   WHERE id = slip;
  RETURN NULL;
END $$;
CREATE TRIGGER handouts_take_back AFTER INSERT ON handouts_takenback
  FOR EACH ROW EXECUTE FUNCTION handouts_take_back();

CREATE FUNCTION handouts_check_ending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM handouts_takenback WHERE receipt_id = NEW.id AND "on" = NEW.ended_on) THEN
    RAISE EXCEPTION 'receipt % ends by a row that takes it back', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_ends_with_a_reason';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handouts_check_ending BEFORE INSERT OR UPDATE OF ended_on ON handouts_receipt
  FOR EACH ROW WHEN (NEW.ended_on IS NOT NULL) EXECUTE FUNCTION handouts_check_ending();

CREATE FUNCTION handouts_check_slip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.batch_id, NEW.cohort_id, NEW.child_id, NEW.key)
       IS DISTINCT FROM (OLD.batch_id, OLD.cohort_id, OLD.child_id, OLD.key) THEN
    RAISE EXCEPTION 'slip % stays one child''s', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'slip_stays_one_childs';
  END IF;
  IF (NEW.state = 'handed') <> EXISTS (
       SELECT FROM handouts_receipt WHERE slip_id = NEW.id AND ended_on IS NULL) THEN
    RAISE EXCEPTION 'slip % is handed out where a receipt stands', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'slip_handed_with_a_receipt';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handouts_check_new_slip BEFORE INSERT ON handouts_slip
  FOR EACH ROW WHEN (NEW.state <> 'waiting') EXECUTE FUNCTION handouts_check_slip();

CREATE FUNCTION handouts_check_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh s JOIN cohorts_member m USING (cohort_id, child_id)
             WHERE m.removed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'who was taken off the list gets no slip'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'slip_of_a_member';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER handouts_check_members AFTER INSERT ON handouts_slip
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION handouts_check_members();
CREATE TRIGGER handouts_check_slip
  BEFORE UPDATE OF state, batch_id, cohort_id, child_id, key ON handouts_slip
  FOR EACH ROW EXECUTE FUNCTION handouts_check_slip();
"""
NO_RECEIPTS = """
DROP TRIGGER handouts_check_slip ON handouts_slip;
DROP TRIGGER handouts_check_members ON handouts_slip;
DROP FUNCTION handouts_check_members;
DROP TRIGGER handouts_check_new_slip ON handouts_slip;
DROP FUNCTION handouts_check_slip;
DROP TRIGGER handouts_check_ending ON handouts_receipt;
DROP FUNCTION handouts_check_ending;
DROP TRIGGER handouts_take_back ON handouts_takenback;
DROP FUNCTION handouts_take_back;
DROP TRIGGER handouts_hand_over ON handouts_receipt;
DROP FUNCTION handouts_hand_over;
"""


class Migration(migrations.Migration):
    dependencies = [("handouts", "0001_initial"), ("cohorts", "0001_initial")]
    operations = [
        migrations.RunSQL(MEMBERS, NO_MEMBERS),
        migrations.RunSQL(RECEIPTS, NO_RECEIPTS),
        append_and_end("handouts_receipt", "ended_on"),
        append_only("handouts_takenback"),
        append_only("handouts_slipstep"),
        append_only("handouts_sheet"),
        append_and_end("handouts_bankrow", "settled_on", "outcome", "why"),
    ]
