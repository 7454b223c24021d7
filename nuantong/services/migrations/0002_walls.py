"""Second walls: checks and pledges kept true; sums that close; nothing paid that nobody accepted."""

from django.db import migrations

from nuantong.core.triggers import append_and_end, append_only
from nuantong.people.walls import standing_check

PLEDGED = """
CREATE FUNCTION services_keep_pledge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE services_practitioner SET pledged_on = NEW."on"
  WHERE id = NEW.practitioner_id AND (pledged_on IS NULL OR pledged_on > NEW."on");
  RETURN NULL;
END $$;
CREATE TRIGGER services_keep_pledge AFTER INSERT ON services_practitionerpledge
  FOR EACH ROW EXECUTE FUNCTION services_keep_pledge();

CREATE FUNCTION services_fit(who bigint, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT since <= day AND (left_on IS NULL OR left_on > day)
     AND checked_on IS NOT NULL AND checked_on <= day AND day < checked_on + interval '1 year'
     AND pledged_on IS NOT NULL AND pledged_on <= day
     AND (valid_until IS NULL OR valid_until >= day)
  FROM services_practitioner WHERE id = who
$$;
"""
SUMS = """
CREATE FUNCTION services_sums_close() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  c services_contract%ROWTYPE;
  which bigint;
BEGIN
  IF TG_TABLE_NAME = 'services_contract' THEN which := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN which := OLD.contract_id;
  ELSE which := NEW.contract_id; END IF;
  SELECT * INTO c FROM services_contract WHERE id = which;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF c.budget_fen IS DISTINCT FROM
     (SELECT sum(fen) FROM services_milestone WHERE contract_id = which) THEN
    RAISE EXCEPTION 'the milestones of contract % do not add up to its budget', which
      USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_milestones_add_up';
  END IF;
  IF c.places IS DISTINCT FROM
     (SELECT sum(places) FROM services_area WHERE contract_id = which) THEN
    RAISE EXCEPTION 'the areas of contract % do not add up to its places', which
      USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_areas_add_up';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER services_sums AFTER INSERT OR UPDATE ON services_contract
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION services_sums_close();
CREATE CONSTRAINT TRIGGER services_sums AFTER INSERT OR UPDATE OR DELETE ON services_milestone
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION services_sums_close();
CREATE CONSTRAINT TRIGGER services_sums AFTER INSERT OR UPDATE OR DELETE ON services_area
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION services_sums_close();

CREATE FUNCTION services_keep_milestone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM services_acceptance WHERE milestone_id = OLD.id) THEN
    RAISE EXCEPTION 'a milestone somebody has judged stays what it was'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'milestone_judged_stays';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER services_keep_milestone BEFORE UPDATE OR DELETE ON services_milestone
  FOR EACH ROW EXECUTE FUNCTION services_keep_milestone();
"""
ACCEPTED = """
CREATE FUNCTION services_check_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  m services_milestone%ROWTYPE;
BEGIN
  SELECT * INTO m FROM services_milestone WHERE id = NEW.milestone_id FOR NO KEY UPDATE;
  IF TG_OP = 'UPDATE' THEN
    IF EXISTS (SELECT FROM services_paymentdue WHERE milestone_id = m.id) THEN
      RAISE EXCEPTION 'what is to be paid for is no longer taken back'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'acceptance_stays_once_due';
    END IF;
    RETURN NEW;
  END IF;
  IF (m.acceptor = 'areas') <> (NEW.area_id IS NOT NULL)
     OR (NEW.area_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM services_area WHERE id = NEW.area_id AND contract_id = m.contract_id)) THEN
    RAISE EXCEPTION 'milestone % is not this area''s to accept', m.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'acceptance_by_whom_it_concerns';
  END IF;
  IF NEW.verdict = 'accepted' AND NOT EXISTS (
      SELECT FROM services_evidence
      WHERE milestone_id = m.id AND area_id IS NOT DISTINCT FROM NEW.area_id) THEN
    RAISE EXCEPTION 'nothing shows that milestone % was reached', m.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'acceptance_rests_on_evidence';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER services_check_acceptance BEFORE INSERT OR UPDATE ON services_acceptance
  FOR EACH ROW EXECUTE FUNCTION services_check_acceptance();

CREATE FUNCTION services_check_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  m services_milestone%ROWTYPE;
  missing bigint;
BEGIN
  SELECT * INTO m FROM services_milestone WHERE id = NEW.milestone_id FOR NO KEY UPDATE;
  SELECT count(*) INTO missing
  FROM (SELECT id FROM services_area WHERE contract_id = m.contract_id AND m.acceptor = 'areas'
        UNION ALL SELECT NULL WHERE m.acceptor = 'buyer') a
  WHERE NOT EXISTS (
    SELECT FROM services_acceptance x WHERE x.milestone_id = m.id AND x.verdict = 'accepted'
      AND x.withdrawn_at IS NULL AND x.area_id IS NOT DISTINCT FROM a.id);
  IF missing > 0 THEN
    RAISE EXCEPTION 'milestone % is not accepted by everybody it concerns', m.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'paymentdue_needs_acceptance';
  END IF;
  IF NEW.fen <> m.fen THEN
    RAISE EXCEPTION 'milestone % is worth %', m.id, m.fen
      USING ERRCODE = 'check_violation', CONSTRAINT = 'paymentdue_is_the_milestones';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER services_check_payment BEFORE INSERT ON services_paymentdue
  FOR EACH ROW EXECUTE FUNCTION services_check_payment();
"""
UNDO = """
DROP TRIGGER services_check_payment ON services_paymentdue;
DROP FUNCTION services_check_payment;
DROP TRIGGER services_check_acceptance ON services_acceptance;
DROP FUNCTION services_check_acceptance;
DROP TRIGGER services_keep_milestone ON services_milestone;
DROP FUNCTION services_keep_milestone;
DROP TRIGGER services_sums ON services_area;
DROP TRIGGER services_sums ON services_milestone;
DROP TRIGGER services_sums ON services_contract;
DROP FUNCTION services_sums_close;
DROP FUNCTION services_fit;
DROP TRIGGER services_keep_pledge ON services_practitionerpledge;
DROP FUNCTION services_keep_pledge;
"""
FORWARDS, BACKWARDS = standing_check(
    "services_practitionercheck", "services_practitioner", "practitioner_id", "checked_on"
)


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARDS + PLEDGED + SUMS + ACCEPTED, UNDO + BACKWARDS),
        append_only("services_practitionerpledge"),
        append_only("services_evidence"),
        append_and_end("services_acceptance", "withdrawn_at", "withdrawn_by", "withdrawn_why"),
        append_and_end("services_paymentdue", "paid_on", "paid_by", "voucher"),
    ]
