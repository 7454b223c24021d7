"""Second walls: a session within its contract, led by somebody fit; the roll after the day."""

from django.db import migrations

from nuantong.core.triggers import append_only

WITHIN = """
CREATE FUNCTION programmes_check_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM services_area a JOIN services_contract c ON c.id = a.contract_id
                 WHERE a.id = NEW.area_id AND c.kind = 'group') THEN
    RAISE EXCEPTION 'a plan is made for a contract of groups'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_of_a_group_contract';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER programmes_check_plan BEFORE INSERT OR UPDATE OF area_id ON programmes_plan
  FOR EACH ROW EXECUTE FUNCTION programmes_check_plan();

CREATE FUNCTION programmes_check_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  c services_contract%ROWTYPE;
BEGIN
  SELECT k.* INTO c FROM programmes_plan p JOIN services_area a ON a.id = p.area_id
    JOIN services_contract k ON k.id = a.contract_id WHERE p.id = NEW.plan_id;
  IF NEW."on" < c.start OR NEW."on" > coalesce(c.ended_on, c."end") THEN
    RAISE EXCEPTION 'a session on % is outside contract %', NEW."on", c.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_within_its_contract';
  END IF;
  IF NOT EXISTS (SELECT FROM services_practitioner
                 WHERE id = NEW.facilitator_id AND provider_id = c.provider_id) THEN
    RAISE EXCEPTION 'the facilitator is not of the provider of contract %', c.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_led_by_the_provider';
  END IF;
  IF services_fit(NEW.facilitator_id, NEW."on") IS NOT TRUE THEN
    RAISE EXCEPTION 'facilitator % may not work with children on %', NEW.facilitator_id, NEW."on"
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_led_by_somebody_fit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER programmes_check_session
  BEFORE INSERT OR UPDATE OF plan_id, "on", facilitator_id ON programmes_session
  FOR EACH ROW EXECUTE FUNCTION programmes_check_session();

CREATE FUNCTION programmes_check_roll() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  s programmes_session%ROWTYPE;
BEGIN
  IF NEW.came IS NULL THEN RETURN NEW; END IF;
  SELECT * INTO s FROM programmes_session WHERE id = NEW.session_id FOR SHARE;
  IF s.cancelled_at IS NOT NULL THEN
    RAISE EXCEPTION 'session % was cancelled', s.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_of_a_session_that_was';
  END IF;
  IF s."on" > (NEW.marked_at AT TIME ZONE 'Asia/Shanghai')::date THEN
    RAISE EXCEPTION 'session % is still to come', s.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_not_before_the_day';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER programmes_check_roll BEFORE INSERT OR UPDATE ON programmes_participant
  FOR EACH ROW EXECUTE FUNCTION programmes_check_roll();

CREATE FUNCTION programmes_check_cancelling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM programmes_participant WHERE session_id = NEW.id AND came) THEN
    RAISE EXCEPTION 'somebody came to session %', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_held_is_not_cancelled';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER programmes_check_cancelling BEFORE UPDATE OF cancelled_at ON programmes_session
  FOR EACH ROW WHEN (NEW.cancelled_at IS NOT NULL)
  EXECUTE FUNCTION programmes_check_cancelling();
"""
UNDO = """
DROP TRIGGER programmes_check_cancelling ON programmes_session;
DROP FUNCTION programmes_check_cancelling;
DROP TRIGGER programmes_check_roll ON programmes_participant;
DROP FUNCTION programmes_check_roll;
DROP TRIGGER programmes_check_session ON programmes_session;
DROP FUNCTION programmes_check_session;
DROP TRIGGER programmes_check_plan ON programmes_plan;
DROP FUNCTION programmes_check_plan;
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("services", "0002_walls")]
    operations = [
        migrations.RunSQL(WITHIN, UNDO),
        append_only("programmes_observation"),
        append_only("programmes_face"),
    ]
