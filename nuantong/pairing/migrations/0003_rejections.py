"""Rejected pairs are remembered; those rejected earlier too, as the carers live now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

EARLIER = """
INSERT INTO pairing_rejection (proposal_id, carer_place_id, lifted_reason)
SELECT p.id, c.place_id, '' FROM pairing_proposal p JOIN people_carer c ON c.id = p.carer_id
WHERE p.state = 'rejected'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pairing", "0002_walls"),
        ("regions", "0002_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="leftover",
            name="reason",
            field=models.CharField(
                choices=[
                    ("in_institution", "机构养育，不参加结对"),
                    ("no_place", "现居住地不详"),
                    ("no_carer", "本区县没有爱心妈妈"),
                    ("expired_checks", "背景查询过期"),
                    ("all_full", "爱心妈妈都已满户"),
                    ("siblings_carer", "同户儿童的爱心妈妈暂不能再接"),
                    ("turned_down", "还有名额的爱心妈妈都已不采纳"),
                ],
                max_length=16,
                verbose_name="原因",
            ),
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "lifted_reason",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="撤销原因"
                    ),
                ),
                (
                    "carer_place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejection",
                        to="pairing.proposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_reason", "")),
                            models.Q(
                                ("lifted_at__isnull", False),
                                models.Q(("lifted_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rejection_lifted_with_a_reason",
                    )
                ],
            },
        ),
        migrations.RunSQL(EARLIER, migrations.RunSQL.noop),
    ]
