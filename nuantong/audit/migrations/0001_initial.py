from django.db import migrations, models

import nuantong.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=60, verbose_name="操作人")),
                ("role", models.CharField(blank=True, max_length=20, verbose_name="身份")),
                ("action", models.CharField(max_length=60, verbose_name="操作")),
                ("object_type", models.CharField(blank=True, max_length=40, verbose_name="对象")),
                ("object_id", models.CharField(blank=True, max_length=40)),
                (
                    "child_number",
                    models.CharField(blank=True, max_length=12, verbose_name="儿童编号"),
                ),
                ("changes", models.JSONField(null=True)),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="事由"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["child_number", "-at"], name="event_child_at"),
                    models.Index(fields=["actor_id", "-at"], name="event_actor_at"),
                    models.Index(
                        condition=models.Q(("changes__isnull", False)),
                        fields=["id"],
                        name="event_change",
                    ),
                ],
            },
        ),
    ]
