"""Second walls: each step in its turn, by somebody else than the applicant, within the decision."""

from django.db import migrations

from nuantong.core.triggers import append_and_end, append_only

STEPS = """
CREATE FUNCTION aid_state_after(kind text, state text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN kind = 'submitted' AND state = 'new' THEN 'township'
    WHEN kind = 'visited' AND state = 'township' THEN state
    WHEN kind = 'township' AND state = 'township' THEN 'district'
    WHEN kind = 'district' AND state = 'district' THEN 'city'
    WHEN kind = 'granted' AND state = 'city' THEN 'granted'
    WHEN kind = 'refused' AND state = 'city' THEN 'refused'
    WHEN kind = 'paid' AND state = 'granted' THEN 'paid'
    WHEN kind = 'followed' AND state = 'paid' THEN 'closed'
    WHEN kind = 'appealed' AND state = 'refused' THEN 'appealed'
    WHEN kind = 'regranted' AND state = 'appealed' THEN 'granted'
    WHEN kind = 'upheld' AND state = 'appealed' THEN 'upheld'
    WHEN kind = 'withdrawn' AND state IN ('township', 'district', 'city', 'granted', 'appealed')
      THEN 'withdrawn'
    WHEN kind IN ('checked', 'late') AND state NOT IN ('new', 'closed', 'refused', 'upheld', 'withdrawn')
      THEN state
  END
$$;

CREATE FUNCTION aid_step_in_its_turn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  a aid_application%ROWTYPE;
  becomes text;
  decided bigint;
  paid bigint;
BEGIN
  SELECT * INTO a FROM aid_application WHERE id = NEW.application_id FOR NO KEY UPDATE;
  becomes := aid_state_after(NEW.kind, a.state);
  IF becomes IS NULL THEN
    RAISE EXCEPTION 'application % is %, not to be %', a.id, a.state, NEW.kind
      USING ERRCODE = 'check_violation', CONSTRAINT = 'step_in_its_turn';
  END IF;
  IF NEW.kind IN ('visited', 'township', 'district', 'granted', 'refused', 'regranted', 'upheld')
     AND NEW.by_id = a.entered_by_id THEN
    RAISE EXCEPTION 'whoever applied does not judge application %', a.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'step_not_by_whoever_applied';
  END IF;
  IF NEW.kind = 'district' AND EXISTS (
      SELECT FROM aid_step WHERE application_id = a.id AND kind = 'township' AND by_id = NEW.by_id) THEN
    RAISE EXCEPTION 'both opinions on application % are of one person', a.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'step_opinions_of_two_people';
  END IF;
  IF NEW.kind = 'township' AND NEW.verdict = 'agree' AND NOT EXISTS (
      SELECT FROM aid_step WHERE application_id = a.id AND kind = 'visited') THEN
    RAISE EXCEPTION 'nobody was in the home of application %', a.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'step_agrees_after_a_visit';
  END IF;
  IF NEW.kind IN ('granted', 'refused') AND 2 > (
      SELECT count(DISTINCT kind) FROM aid_step
      WHERE application_id = a.id AND kind IN ('township', 'district')) THEN
    RAISE EXCEPTION 'application % lacks an opinion', a.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_needs_both_opinions';
  END IF;
  IF NEW.kind IN ('granted', 'regranted') AND NEW.fen > (
      SELECT fen FROM aid_scheme WHERE id = a.scheme_id) THEN
    RAISE EXCEPTION 'application % is given more than its scheme gives', a.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_within_the_scheme';
  END IF;
  IF NEW.kind IN ('regranted', 'upheld') AND EXISTS (
      SELECT FROM aid_step WHERE application_id = a.id AND kind = 'refused' AND by_id = NEW.by_id) THEN
    RAISE EXCEPTION 'whoever refused application % does not decide the appeal', a.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_not_by_whoever_refused';
  END IF;
  SELECT coalesce(sum(fen) FILTER (WHERE kind IN ('granted', 'regranted')), 0),
         coalesce(sum(fen) FILTER (WHERE kind = 'paid'), 0)
    INTO decided, paid FROM aid_step WHERE application_id = a.id;
  IF NEW.kind = 'paid' THEN
    IF paid + NEW.fen > decided THEN
      RAISE EXCEPTION 'application % was given %, not %', a.id, decided, paid + NEW.fen
        USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_within_the_decision';
    END IF;
    IF paid + NEW.fen < decided THEN becomes := 'granted'; END IF;
  END IF;
  IF NEW.kind = 'withdrawn' AND paid > 0 THEN
    RAISE EXCEPTION 'money of application % has been paid', a.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawn_before_money';
  END IF;
  UPDATE aid_application SET state = becomes WHERE id = a.id AND state <> becomes;
  RETURN NEW;
END $$;
CREATE TRIGGER aid_step_in_its_turn BEFORE INSERT ON aid_step
  FOR EACH ROW EXECUTE FUNCTION aid_step_in_its_turn();
"""
KEPT = """
CREATE FUNCTION aid_application_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moving text[] := ARRAY['state', 'due_on'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM consents_consent
      WHERE id = NEW.consent_id AND child_id = NEW.child_id AND purpose = 'aid'
        AND agreed AND withdrawn_on IS NULL
      FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no consent of this child to an application stands'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'application_rests_on_consent';
    END IF;
    IF NEW.state <> 'new' THEN
      RAISE EXCEPTION 'an application begins with its first step'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'application_state_from_its_steps';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'an application stays what it was'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'application_stays';
  END IF;
  IF NEW.state <> OLD.state AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the state of an application follows from its steps'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'application_state_from_its_steps';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER aid_application_stays BEFORE INSERT OR UPDATE OR DELETE ON aid_application
  FOR EACH ROW EXECUTE FUNCTION aid_application_stays();

CREATE FUNCTION aid_scheme_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.closes_on <= OLD.closes_on
     AND to_jsonb(NEW) - 'closes_on' = to_jsonb(OLD) - 'closes_on' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a scheme is closed early, never altered'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_stays';
END $$;
CREATE TRIGGER aid_scheme_stays BEFORE UPDATE OR DELETE ON aid_scheme
  FOR EACH ROW EXECUTE FUNCTION aid_scheme_stays();

CREATE FUNCTION aid_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE erased text[] := ARRAY['sealed', 'file_name'];
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.sealed IS NOT NULL AND NEW.sealed IS NULL AND NEW.file_name IS NULL
     AND to_jsonb(NEW) - erased = to_jsonb(OLD) - erased THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a paper is erased, never altered; its row stays'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_stays';
END $$;
CREATE TRIGGER aid_paper_stays BEFORE UPDATE OR DELETE ON aid_paper
  FOR EACH ROW EXECUTE FUNCTION aid_paper_stays();
"""
UNDO = """
DROP TRIGGER aid_paper_stays ON aid_paper;
DROP FUNCTION aid_paper_stays;
DROP TRIGGER aid_scheme_stays ON aid_scheme;
DROP FUNCTION aid_scheme_stays;
DROP TRIGGER aid_application_stays ON aid_application;
DROP FUNCTION aid_application_stays;
DROP TRIGGER aid_step_in_its_turn ON aid_step;
DROP FUNCTION aid_step_in_its_turn;
DROP FUNCTION aid_state_after;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0001_initial")]
    operations = [
        migrations.RunSQL(STEPS + KEPT, UNDO),
        append_only("aid_step"),
        append_only("aid_payee"),
        append_and_end("aid_otheraid", "voided_at", "voided_by_name"),
    ]
