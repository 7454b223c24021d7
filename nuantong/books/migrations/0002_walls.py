"""The walls of the books: see docs/adr/0031-books.md."""

from django.db import migrations

from nuantong.core.triggers import FUNCTION, append_only

PLANNED_ANEW = "SET plan_cache_mode = force_custom_plan SET enable_seqscan = off"
"""A plan must not be kept from a statement of two rows for one of a hundred thousand."""
ACCOUNTS = ("bank", "stock", "income", "pledged", "committed", "spent", "returned", "memo")
SUMS = ", ".join(
    f"coalesce(sum(fen) FILTER (WHERE account = '{one}'), 0) AS {one}" for one in ACCOUNTS
)
SETS = ", ".join(f"{one} = b.{one} + s.{one}" for one in ACCOUNTS)
ZERO = " AND ".join(f"NEW.{one} = 0" for one in ACCOUNTS)

FITS = """
ALTER TABLE books_balance ADD CONSTRAINT balance_purpose_of_its_fund
  FOREIGN KEY (fund_id, purpose) REFERENCES books_fundpurpose (fund_id, purpose);
"""
LINES = f"""
CREATE FUNCTION books_take_lines() RETURNS trigger LANGUAGE plpgsql {PLANNED_ANEW} AS $$
BEGIN
  IF EXISTS (
      SELECT FROM books_entry e WHERE e.id IN (SELECT entry_id FROM fresh)
        AND (SELECT count(*) FROM books_line l WHERE l.entry_id = e.id) > e.size) THEN
    RAISE EXCEPTION 'an entry takes no more lines than it was made with'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_complete';
  END IF;
  IF EXISTS (
      SELECT FROM fresh JOIN books_entry e ON e.id = fresh.entry_id
      JOIN books_balance b ON b.id = fresh.balance_id WHERE b.fund_id <> e.fund_id) THEN
    RAISE EXCEPTION 'the lines of an entry are of its fund'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_of_one_fund';
  END IF;
  PERFORM FROM books_balance WHERE id IN (SELECT balance_id FROM fresh)
    ORDER BY id FOR NO KEY UPDATE;
  UPDATE books_balance b SET {SETS}
  FROM (SELECT balance_id, {SUMS} FROM fresh GROUP BY balance_id) s WHERE s.balance_id = b.id;
  RETURN NULL;
END $$;
CREATE TRIGGER books_take_lines AFTER INSERT ON books_line REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION books_take_lines();

CREATE TRIGGER books_balance_kept BEFORE UPDATE ON books_balance
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION nuantong_refuse_change();
CREATE TRIGGER books_balance_stays BEFORE DELETE ON books_balance
  FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change();
CREATE TRIGGER books_balance_no_truncate BEFORE TRUNCATE ON books_balance
  FOR EACH STATEMENT EXECUTE FUNCTION nuantong_refuse_change();
CREATE TRIGGER books_balance_begins_empty BEFORE INSERT ON books_balance
  FOR EACH ROW WHEN (({ZERO}) IS NOT TRUE) EXECUTE FUNCTION nuantong_refuse_change();
"""
CLOSES = """
CREATE FUNCTION books_entry_closes() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  lines bigint;
  even boolean;
BEGIN
  SELECT sum(n), bool_and(fen = 0) INTO lines, even
  FROM (SELECT count(*) AS n, sum(fen) AS fen FROM books_line
        WHERE entry_id = NEW.id GROUP BY balance_id) s;
  IF lines IS DISTINCT FROM NEW.size THEN
    RAISE EXCEPTION 'entry % was made with % lines and has %', NEW.id, NEW.size, lines
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_complete';
  END IF;
  IF NOT even THEN
    RAISE EXCEPTION 'entry % does not sum to zero', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_sums_to_zero';
  END IF;
  IF NEW.kind IN ('reverse', 'assign') THEN PERFORM books_entry_moves(NEW); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION books_entry_moves(e books_entry) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF e.kind = 'reverse' AND EXISTS (
      SELECT FROM books_line WHERE entry_id IN (e.id, e.reverses_id)
      GROUP BY balance_id, account HAVING sum(fen) <> 0) THEN
    RAISE EXCEPTION 'entry % does not undo entry %', e.id, e.reverses_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_reverses_exactly';
  END IF;
  IF e.kind = 'assign' AND EXISTS (
      SELECT FROM books_line l JOIN books_balance b ON b.id = l.balance_id
      WHERE l.entry_id = e.id AND l.account = 'income' AND b.purpose <> 'any'
      GROUP BY b.purpose HAVING sum(l.fen) > 0) THEN
    RAISE EXCEPTION 'entry % takes money from its purpose', e.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_keeps_the_purpose';
  END IF;
END $$;
CREATE CONSTRAINT TRIGGER books_entry_closes AFTER INSERT ON books_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION books_entry_closes();
"""
OPEN = f"""
CREATE FUNCTION books_check_entries() RETURNS trigger LANGUAGE plpgsql {PLANNED_ANEW} AS $$
BEGIN
  PERFORM FROM books_period WHERE id IN (SELECT period_id FROM fresh) ORDER BY id FOR SHARE;
  IF EXISTS (
      SELECT FROM (SELECT DISTINCT period_id FROM fresh) f
      JOIN books_period p ON p.id = f.period_id
      JOIN books_period x ON x.region_id = p.region_id AND x.month >= p.month
      WHERE x.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the month is closed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_an_open_month';
  END IF;
  IF EXISTS (
      SELECT FROM fresh f JOIN books_period p ON p.id = f.period_id
      JOIN books_fund g ON g.id = f.fund_id
      WHERE g.region_id <> p.region_id OR date_trunc('month', f."on")::date <> p.month) THEN
    RAISE EXCEPTION 'an entry is in the month of its day and the books of its fund'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_its_month';
  END IF;
  IF EXISTS (
      SELECT FROM fresh f JOIN books_fund g ON g.id = f.fund_id
      WHERE f."on" < g.opened_on OR f."on" > g.closed_on) THEN
    RAISE EXCEPTION 'the fund was not open on this day'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_while_the_fund_is_open';
  END IF;
  IF EXISTS (
      SELECT FROM fresh f JOIN books_entry o ON o.id = f.reverses_id
      WHERE o.reverses_id IS NOT NULL OR o.fund_id <> f.fund_id) THEN
    RAISE EXCEPTION 'a reversal is not reversed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_reversal_is_final';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER books_check_entries AFTER INSERT ON books_entry REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION books_check_entries();

CREATE FUNCTION books_keep_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM books_period WHERE region_id = NEW.region_id AND month > NEW.month
               AND closed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'a later month is closed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_an_open_month';
    END IF;
  ELSIF OLD.closed_at IS NOT NULL OR NEW.last < OLD.last
      OR (NEW.id, NEW.region_id, NEW.month) IS DISTINCT FROM (OLD.id, OLD.region_id, OLD.month) THEN
    RAISE EXCEPTION 'a closed month stays closed, and numbers only rise'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'period_stays_closed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER books_keep_period BEFORE INSERT OR UPDATE ON books_period
  FOR EACH ROW EXECUTE FUNCTION books_keep_period();
CREATE TRIGGER books_period_stays BEFORE DELETE ON books_period
  FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change();
CREATE TRIGGER books_period_no_truncate BEFORE TRUNCATE ON books_period
  FOR EACH STATEMENT EXECUTE FUNCTION nuantong_refuse_change();
"""
UNDO = """
DROP TRIGGER books_period_no_truncate ON books_period;
DROP TRIGGER books_period_stays ON books_period;
DROP TRIGGER books_keep_period ON books_period;
DROP FUNCTION books_keep_period;
DROP TRIGGER books_check_entries ON books_entry;
DROP FUNCTION books_check_entries;
DROP TRIGGER books_entry_closes ON books_entry;
DROP FUNCTION books_entry_moves;
DROP FUNCTION books_entry_closes;
DROP TRIGGER books_balance_begins_empty ON books_balance;
DROP TRIGGER books_balance_no_truncate ON books_balance;
DROP TRIGGER books_balance_stays ON books_balance;
DROP TRIGGER books_balance_kept ON books_balance;
DROP TRIGGER books_take_lines ON books_line;
DROP FUNCTION books_take_lines;
ALTER TABLE books_balance DROP CONSTRAINT balance_purpose_of_its_fund;
"""


class Migration(migrations.Migration):
    dependencies = [("books", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION + FITS + LINES + CLOSES + OPEN, UNDO),
        append_only("books_fundpurpose"),
        append_only("books_entry"),
        append_only("books_line"),
    ]
