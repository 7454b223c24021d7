"""Migration operations for tables whose rows may be added and never altered, or at most ended."""

from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION nuantong_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: rows are added, never altered or removed', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def append_only(table: str) -> RunSQL:
    """UPDATE, DELETE and TRUNCATE on `table` are refused by the database."""
    return RunSQL(
        FUNCTION
        + f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION nuantong_refuse_change();
""",
        f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table}",
    )


def append_and_end(table: str, *ending: str) -> RunSQL:
    """As `append_only`, but for the columns `ending`, which may be filled in once."""
    same = " - ".join(["to_jsonb({row})", *(f"'{column}'" for column in ending)])
    unended = f"OLD.{ending[0]} IS NULL AND NEW.{ending[0]} IS NOT NULL"
    old, new = same.format(row="OLD"), same.format(row="NEW")
    return RunSQL(
        FUNCTION
        + f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
  FOR EACH ROW WHEN (({unended} AND {old} = {new}) IS NOT TRUE)
  EXECUTE FUNCTION nuantong_refuse_change();
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION nuantong_refuse_change();
""",
        f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_delete ON {table};"
        f"DROP TRIGGER {table}_no_truncate ON {table}",
    )
