"""Districts publish editions of their own; a version that has not begun may be taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from nuantong.core.triggers import append_and_end

DROP_OLD = """
DROP TRIGGER duties_protocolversion_append_only ON duties_protocolversion;
DROP TRIGGER duties_protocolversion_no_truncate ON duties_protocolversion;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0003_sealed_narratives"),
        ("regions", "0003_pins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(DROP_OLD, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="ProtocolDraft",
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
                ("definition", models.JSONField(verbose_name="内容")),
                ("version", models.PositiveIntegerField(default=1)),
                ("edited_at", models.DateTimeField(verbose_name="修改时间")),
                ("seen", models.JSONField(null=True, verbose_name="预览")),
                ("seen_version", models.PositiveIntegerField(null=True)),
            ],
        ),
        migrations.AlterModelOptions(
            name="protocolversion",
            options={"ordering": ["valid_from", "pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="protocolversion",
            name="protocolversion_one_a_day",
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="published_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="published_on",
            field=models.DateField(null=True, verbose_name="发布日期"),
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="region",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
                verbose_name="区县",
            ),
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="withdrawn_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="protocolversion",
            name="withdrawn_on",
            field=models.DateField(null=True, verbose_name="撤回日期"),
        ),
        migrations.AddConstraint(
            model_name="protocolversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on", None)),
                fields=("protocol", "region", "valid_from"),
                name="protocolversion_one_a_day",
                nulls_distinct=False,
                violation_error_message="这一天已经有一个版本施行。",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_on", None),
                    ("valid_from__gt", models.F("published_on")),
                    _connector="OR",
                ),
                name="protocolversion_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on", None),
                    models.Q(
                        ("withdrawn_on__gte", models.F("published_on")),
                        ("withdrawn_on__lt", models.F("valid_from")),
                    ),
                    _connector="OR",
                ),
                name="protocolversion_withdrawn_before_its_day",
            ),
        ),
        migrations.AddField(
            model_name="protocoldraft",
            name="edited_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="protocoldraft",
            name="protocol",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="duties.protocol",
            ),
        ),
        migrations.AddField(
            model_name="protocoldraft",
            name="region",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
                verbose_name="区县",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocoldraft",
            constraint=models.UniqueConstraint(
                fields=("protocol", "region"), name="protocoldraft_once", nulls_distinct=False
            ),
        ),
        append_and_end("duties_protocolversion", "withdrawn_on", "withdrawn_by_id"),
    ]
