"""The walls of campaigns: purposes stay, gifts fit, no more goes back than came."""

from django.db import migrations

from nuantong.core.triggers import FUNCTION, append_and_end, append_only

WALLS = """
CREATE TRIGGER campaigns_purpose_stays BEFORE UPDATE ON campaigns_campaign
  FOR EACH ROW WHEN (OLD.purpose <> NEW.purpose) EXECUTE FUNCTION nuantong_refuse_change();

CREATE FUNCTION campaigns_check_gift() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  c campaigns_campaign%ROWTYPE;
BEGIN
  SELECT * INTO c FROM campaigns_campaign WHERE project_id = NEW.campaign_id FOR SHARE;
  IF c.closed_on IS NOT NULL THEN
    RAISE EXCEPTION 'campaign % is closed', NEW.campaign_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'gift_while_the_campaign_is_open';
  END IF;
  IF NEW.restriction NOT IN ('any', c.purpose) THEN
    RAISE EXCEPTION 'given for %, the campaign is for %', NEW.restriction, c.purpose
      USING ERRCODE = 'check_violation', CONSTRAINT = 'gift_fits_the_campaign';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaigns_check_gift BEFORE INSERT ON campaigns_pledge
  FOR EACH ROW EXECUTE FUNCTION campaigns_check_gift();
CREATE TRIGGER campaigns_check_gift BEFORE INSERT ON campaigns_arrival
  FOR EACH ROW EXECUTE FUNCTION campaigns_check_gift();

CREATE TRIGGER campaigns_pledge_stays BEFORE UPDATE ON campaigns_pledge
  FOR EACH ROW WHEN (
    (OLD.id, OLD.key, OLD.campaign_id, OLD.donor_id, OLD.fund_id, OLD.restriction, OLD.fen, OLD."on")
    IS DISTINCT FROM
    (NEW.id, NEW.key, NEW.campaign_id, NEW.donor_id, NEW.fund_id, NEW.restriction, NEW.fen, NEW."on"))
  EXECUTE FUNCTION nuantong_refuse_change();
CREATE TRIGGER campaigns_pledge_no_delete BEFORE DELETE ON campaigns_pledge
  FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change();

CREATE FUNCTION campaigns_check_giveback() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  came bigint;
BEGIN
  SELECT CASE WHEN undone_at IS NULL THEN fen ELSE 0 END INTO came
  FROM campaigns_arrival WHERE id = NEW.arrival_id FOR NO KEY UPDATE;
  IF came < NEW.fen + coalesce(
      (SELECT sum(fen) FROM campaigns_giveback WHERE arrival_id = NEW.arrival_id), 0) THEN
    RAISE EXCEPTION 'more would go back than came'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'giveback_within_the_arrival';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaigns_check_giveback BEFORE INSERT ON campaigns_giveback
  FOR EACH ROW EXECUTE FUNCTION campaigns_check_giveback();
"""
UNDO = """
DROP TRIGGER campaigns_check_giveback ON campaigns_giveback;
DROP FUNCTION campaigns_check_giveback;
DROP TRIGGER campaigns_pledge_no_delete ON campaigns_pledge;
DROP TRIGGER campaigns_pledge_stays ON campaigns_pledge;
DROP TRIGGER campaigns_check_gift ON campaigns_arrival;
DROP TRIGGER campaigns_check_gift ON campaigns_pledge;
DROP FUNCTION campaigns_check_gift;
DROP TRIGGER campaigns_purpose_stays ON campaigns_campaign;
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial"), ("books", "0002_walls")]
    operations = [
        migrations.RunSQL(FUNCTION + WALLS, UNDO),
        append_and_end("campaigns_arrival", "undone_at", "undone_by", "undone_why"),
        append_only("campaigns_giveback"),
    ]
