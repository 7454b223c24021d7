"""Second walls: three quotes or a reason, nobody accepts what she ordered, nothing lost on its way."""

from django.db import migrations

from nuantong.core.triggers import append_and_end, append_only

BUY = """
CREATE FUNCTION goods_check_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM goods_purchaseline WHERE purchase_id = NEW.id) THEN
    RAISE EXCEPTION 'nothing is wanted' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'purchase_wants_something';
  END IF;
  IF NOT EXISTS (SELECT FROM goods_quote WHERE id = NEW.chosen_id AND purchase_id = NEW.id)
     OR EXISTS (SELECT FROM goods_purchaseline l JOIN goods_itemsize s ON s.id = l.thing_id
                WHERE l.purchase_id = NEW.id AND NOT EXISTS (
                  SELECT FROM goods_quoteprice WHERE quote_id = NEW.chosen_id
                    AND item_id = s.item_id)) THEN
    RAISE EXCEPTION 'the quote does not price what is wanted' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'purchase_chooses_a_whole_quote';
  END IF;
  IF NEW.few_why IS NULL AND
     (SELECT count(*) FROM goods_quote WHERE purchase_id = NEW.id) < 3 THEN
    RAISE EXCEPTION 'fewer than three quotes' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'purchase_has_three_quotes_or_a_reason';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER goods_check_order BEFORE UPDATE ON goods_purchase FOR EACH ROW
  WHEN (OLD.ordered_on IS NULL AND NEW.ordered_on IS NOT NULL)
  EXECUTE FUNCTION goods_check_order();

CREATE FUNCTION goods_ordered_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is ordered stays what it was' USING ERRCODE = 'check_violation',
    CONSTRAINT = 'purchase_ordered_stays';
END $$;
CREATE TRIGGER goods_ordered_stays BEFORE UPDATE ON goods_purchase FOR EACH ROW
  WHEN (OLD.closed_on IS NOT NULL OR OLD.ordered_on IS NOT NULL AND
    (OLD.chosen_id, OLD.store_id, OLD.fund_id, OLD.purpose, OLD.project_id, OLD.region_id,
     OLD.ordered_on, OLD.orderer_id, OLD.ordered_by, OLD.few_why, OLD.chosen_why)
    IS DISTINCT FROM
    (NEW.chosen_id, NEW.store_id, NEW.fund_id, NEW.purpose, NEW.project_id, NEW.region_id,
     NEW.ordered_on, NEW.orderer_id, NEW.ordered_by, NEW.few_why, NEW.chosen_why))
  EXECUTE FUNCTION goods_ordered_stays();
CREATE TRIGGER goods_ordered_stays_there BEFORE DELETE ON goods_purchase FOR EACH ROW
  WHEN (OLD.ordered_on IS NOT NULL) EXECUTE FUNCTION goods_ordered_stays();

CREATE FUNCTION goods_part_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which bigint;
BEGIN
  IF TG_TABLE_NAME = 'goods_quoteprice' THEN
    SELECT purchase_id INTO which FROM goods_quote
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.quote_id ELSE NEW.quote_id END;
  ELSE
    which := CASE TG_OP WHEN 'DELETE' THEN OLD.purchase_id ELSE NEW.purchase_id END;
  END IF;
  PERFORM FROM goods_purchase WHERE id = which AND ordered_on IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND AND EXISTS (SELECT FROM goods_purchase WHERE id = which) THEN
    RAISE EXCEPTION 'what is ordered stays what it was' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'purchase_ordered_stays';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER goods_part_of_order BEFORE INSERT OR UPDATE OR DELETE ON goods_purchaseline
  FOR EACH ROW EXECUTE FUNCTION goods_part_of_order();
CREATE TRIGGER goods_part_of_order BEFORE INSERT OR UPDATE OR DELETE ON goods_quote
  FOR EACH ROW EXECUTE FUNCTION goods_part_of_order();
CREATE TRIGGER goods_part_of_order BEFORE INSERT OR UPDATE OR DELETE ON goods_quoteprice
  FOR EACH ROW EXECUTE FUNCTION goods_part_of_order();
"""
ACCEPT = """
CREATE FUNCTION goods_check_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  p goods_purchase%ROWTYPE;
BEGIN
  SELECT * INTO p FROM goods_purchase WHERE id = NEW.purchase_id FOR NO KEY UPDATE;
  IF p.ordered_on IS NULL OR p.closed_on IS NOT NULL OR NEW."on" < p.ordered_on THEN
    RAISE EXCEPTION 'nothing is awaited' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'delivery_of_what_was_ordered';
  END IF;
  IF p.orderer_id = NEW.entered_by_id THEN
    RAISE EXCEPTION 'who orders does not accept' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'delivery_accepted_by_another_one';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER goods_check_delivery BEFORE INSERT ON goods_delivery
  FOR EACH ROW EXECUTE FUNCTION goods_check_delivery();

CREATE FUNCTION goods_check_delivered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added a JOIN goods_delivery d ON d.id = a.delivery_id
    WHERE (SELECT coalesce(sum(x.came - x.rejected), 0) FROM goods_deliveryline x
           JOIN goods_delivery y ON y.id = x.delivery_id
           WHERE y.purchase_id = d.purchase_id AND x.thing_id = a.thing_id)
        > (SELECT coalesce(sum(count), 0) FROM goods_purchaseline
           WHERE purchase_id = d.purchase_id AND thing_id = a.thing_id)) THEN
    RAISE EXCEPTION 'more than was ordered' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'delivery_not_more_than_ordered';
  END IF;
  IF EXISTS (SELECT FROM added a JOIN goods_delivery d ON d.id = a.delivery_id
             WHERE a.rejected > 0 AND d.words IS NULL) THEN
    RAISE EXCEPTION 'why was it sent back' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'delivery_rejected_with_a_reason';
  END IF;
  IF EXISTS (
    SELECT FROM goods_delivery d WHERE d.id IN (SELECT delivery_id FROM added)
      AND d.fen IS DISTINCT FROM (
        SELECT sum((x.came - x.rejected) * q.fen) FROM goods_deliveryline x
        JOIN goods_itemsize s ON s.id = x.thing_id
        JOIN goods_purchase p ON p.id = d.purchase_id
        JOIN goods_quoteprice q ON q.quote_id = p.chosen_id AND q.item_id = s.item_id
        WHERE x.delivery_id = d.id)) THEN
    RAISE EXCEPTION 'not at the price of the quote' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'delivery_at_the_price_of_the_quote';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER goods_check_delivered AFTER INSERT ON goods_deliveryline
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION goods_check_delivered();
"""
MOVE = """
CREATE FUNCTION goods_check_received() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM goods_transferline WHERE transfer_id = NEW.id AND arrived IS NULL) THEN
    RAISE EXCEPTION 'not everything was counted' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'transfer_received_whole';
  END IF;
  IF NEW.why IS NULL AND EXISTS (
      SELECT FROM goods_transferline WHERE transfer_id = NEW.id AND arrived <> sent) THEN
    RAISE EXCEPTION 'why did it arrive otherwise' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'transfer_difference_has_a_reason';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER goods_check_received BEFORE UPDATE ON goods_transfer
  FOR EACH ROW EXECUTE FUNCTION goods_check_received();
"""
TAKE = """
CREATE FUNCTION goods_check_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.after >= NEW.before AND
     EXISTS (SELECT FROM goods_taking WHERE id = NEW.taking_id AND kind <> 'count') THEN
    RAISE EXCEPTION 'a loss leaves less' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'takingline_loss_leaves_less';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER goods_check_loss BEFORE INSERT ON goods_takingline
  FOR EACH ROW EXECUTE FUNCTION goods_check_loss();
"""
UNDO = """
DROP TRIGGER goods_check_loss ON goods_takingline;
DROP FUNCTION goods_check_loss;
DROP TRIGGER goods_check_received ON goods_transfer;
DROP FUNCTION goods_check_received;
DROP TRIGGER goods_check_delivered ON goods_deliveryline;
DROP FUNCTION goods_check_delivered;
DROP TRIGGER goods_check_delivery ON goods_delivery;
DROP FUNCTION goods_check_delivery;
DROP TRIGGER goods_part_of_order ON goods_quoteprice;
DROP TRIGGER goods_part_of_order ON goods_quote;
DROP TRIGGER goods_part_of_order ON goods_purchaseline;
DROP FUNCTION goods_part_of_order;
DROP TRIGGER goods_ordered_stays_there ON goods_purchase;
DROP TRIGGER goods_ordered_stays ON goods_purchase;
DROP FUNCTION goods_ordered_stays;
DROP TRIGGER goods_check_order ON goods_purchase;
DROP FUNCTION goods_check_order;
"""


class Migration(migrations.Migration):
    dependencies = [("goods", "0003_buying_and_moving")]
    operations = [
        migrations.RunSQL(BUY + ACCEPT + MOVE + TAKE, UNDO),
        append_only("goods_delivery"),
        append_only("goods_deliveryline"),
        append_and_end("goods_transfer", "received_on", "receiver_id", "received_by", "why"),
        append_and_end("goods_transferline", "arrived"),
        append_only("goods_boxline"),
        append_only("goods_taking"),
        append_only("goods_takingline"),
    ]
