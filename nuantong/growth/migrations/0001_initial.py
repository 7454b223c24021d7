import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("consents", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("taken_on", models.DateField(verbose_name="拍摄日期")),
                (
                    "caption",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("sealed", models.BinaryField(null=True)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=60, verbose_name="添加人")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="删除时间")),
                ("removed_by", models.CharField(blank=True, max_length=60, verbose_name="删除人")),
                (
                    "adder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="people.child",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="consents.consent",
                    ),
                ),
            ],
            options={
                "ordering": ["-taken_on", "-pk"],
                "indexes": [models.Index(fields=["child", "-taken_on"], name="photo_of_child")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("removed_at", None), ("removed_by", ""), ("sealed__isnull", False)
                            ),
                            models.Q(
                                ("removed_at__isnull", False),
                                ("sealed", None),
                                models.Q(("removed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="photo_is_there_or_was_removed",
                    )
                ],
            },
        ),
    ]
