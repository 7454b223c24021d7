"""Outcomes with their place, their sums kept by triggers, and runs that close windows."""

import django.db.models.deletion
from django.db import migrations, models

KEY = "place_id, protocol_id, duty, period_key, ends, outcome, reason"
SUMS = f"""
INSERT INTO duties_outcometally ({KEY}, count)
SELECT {KEY}, sum(n) FROM (%s) AS changes
  JOIN duties_enrolment AS enrolled ON enrolled.id = changes.enrolment_id
 GROUP BY {KEY} HAVING sum(n) <> 0;
"""
WRITTEN = "SELECT *, 1 AS n FROM written"
FORMER = "SELECT *, -1 AS n FROM former"
KEPT_BY = {"added": [WRITTEN], "changed": [WRITTEN, FORMER], "removed": [FORMER]}
TABLES = {"added": "NEW TABLE AS written", "removed": "OLD TABLE AS former"}
TABLES["changed"] = f"{TABLES['added']} {TABLES['removed']}"
EVENTS = {"added": "INSERT", "changed": "UPDATE", "removed": "DELETE"}


def keep_tally(how: str) -> str:
    """The sums follow every statement upon outcomes, whoever writes it."""
    sums = SUMS % " UNION ALL ".join(KEPT_BY[how])
    return f"""
CREATE FUNCTION duties_tally_{how}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {sums} RETURN NULL; END $$;
CREATE TRIGGER duties_windowoutcome_tally_{how} AFTER {EVENTS[how]} ON duties_windowoutcome
  REFERENCING {TABLES[how]} FOR EACH STATEMENT EXECUTE FUNCTION duties_tally_{how}();
"""


PLACES = """
UPDATE duties_windowoutcome AS window_ SET place_id = child.place_id
  FROM duties_enrolment AS enrolled JOIN people_child AS child ON child.id = enrolled.child_id
 WHERE enrolled.id = window_.enrolment_id;
"""
KEEP_TALLY = "".join(keep_tally(how) for how in EVENTS) + SUMS % (
    "SELECT *, 1 AS n FROM duties_windowoutcome"
)
NO_TALLY = "".join(
    f"DROP TRIGGER duties_windowoutcome_tally_{how} ON duties_windowoutcome;"
    f"DROP FUNCTION duties_tally_{how}();"
    for how in EVENTS
)
ASK = """
CREATE FUNCTION duties_judge_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE duties_enrolment SET settled_until = NULL
   WHERE settled_until IS NOT NULL AND child_id IN (SELECT child_id FROM concerned);
  RETURN NULL;
END $$;
"""


def judge_anew(table: str) -> str:
    """Who held a child decides whether anybody is blamed: its windows are judged again."""
    return "".join(
        f"CREATE TRIGGER {table}_judge_{event.lower()} AFTER {event} ON {table}"
        f" REFERENCING {rows} TABLE AS concerned"
        " FOR EACH STATEMENT EXECUTE FUNCTION duties_judge_anew();"
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    )


HOLDERS = ("pairing_pairing", "pairing_standin")
KEEP_ASKING = ASK + "".join(map(judge_anew, HOLDERS))
ASK_NOBODY = "DROP FUNCTION duties_judge_anew() CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0005_ladder"),
        ("regions", "0003_pins"),
        ("pairing", "0012_round_filters"),
        ("people", "0008_sealed_narratives"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosingRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "work_state",
                    models.CharField(
                        choices=[
                            ("draft", "待确认"),
                            ("queued", "排队中"),
                            ("running", "进行中"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="进度",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("message", models.CharField(blank=True, default="", max_length=400)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("as_of", models.DateField(verbose_name="截至日期")),
                ("closed", models.PositiveIntegerField(default=0, verbose_name="关闭")),
                ("corrected", models.PositiveIntegerField(default=0, verbose_name="更正")),
                ("aside", models.PositiveIntegerField(default=0, verbose_name="搁置")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="settled_until",
            field=models.DateField(editable=False, null=True, verbose_name="已判定至"),
        ),
        migrations.AddField(
            model_name="windowoutcome",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.CreateModel(
            name="TallyDifference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("duty", models.CharField(max_length=24, verbose_name="职责")),
                ("period_key", models.CharField(max_length=16, verbose_name="周期")),
                ("ends", models.DateField()),
                ("outcome", models.CharField(max_length=8, verbose_name="结果")),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="事由"),
                ),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("kept", models.IntegerField(verbose_name="原有")),
                ("counted", models.IntegerField(verbose_name="重新统计")),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duties.protocol",
                    ),
                ),
            ],
            options={
                "ordering": ["-found_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OutcomeTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("duty", models.CharField(max_length=24, verbose_name="职责")),
                ("period_key", models.CharField(max_length=16, verbose_name="周期")),
                ("ends", models.DateField()),
                ("outcome", models.CharField(max_length=8, verbose_name="结果")),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="事由"),
                ),
                ("count", models.IntegerField()),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duties.protocol",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["ends", "place"],
                        include=("outcome", "count"),
                        name="outcometally_ends",
                    )
                ],
            },
        ),
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP_TALLY, NO_TALLY),
        migrations.RunSQL(KEEP_ASKING, ASK_NOBODY),
    ]
