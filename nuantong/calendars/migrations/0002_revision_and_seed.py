"""A revision number that follows every change of the tables, then their first content;
rows of terms and holidays are ended, never altered."""

from django.db import migrations

from nuantong.calendars.seeding import seed
from nuantong.core.triggers import append_and_end

TABLES = ("calendars_schoolterm", "calendars_festivalday", "calendars_holiday")
FOLLOW = """
CREATE SEQUENCE calendars_revision_number;
CREATE FUNCTION calendars_revised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE calendars_revision SET number = nextval('calendars_revision_number');
  RETURN NULL;
END $$;
INSERT INTO calendars_revision (number) VALUES (nextval('calendars_revision_number'));
""" + "".join(
    f"""
CREATE TRIGGER {table}_revised AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION calendars_revised();
"""
    for table in TABLES
)
UNFOLLOW = (
    "".join(f"DROP TRIGGER {table}_revised ON {table};" for table in TABLES)
    + "DROP FUNCTION calendars_revised; DROP SEQUENCE calendars_revision_number;"
    + "DELETE FROM calendars_revision;"
)


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]
    operations = [
        migrations.RunSQL(FOLLOW, UNFOLLOW),
        migrations.RunPython(seed, migrations.RunPython.noop),
        append_and_end("calendars_schoolterm", "ended_on", "ended_by"),
        append_and_end("calendars_holiday", "ended_on", "ended_by"),
    ]
