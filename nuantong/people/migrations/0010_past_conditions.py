"""School and health as they were stay, whoever writes them otherwise."""

import django.db.models.deletion
from django.db import migrations, models

import nuantong.core.fields
from nuantong.core.triggers import FUNCTION

REMEMBER = """
CREATE FUNCTION people_remember_condition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.condition_at IS NULL OR NEW.condition_at IS NOT DISTINCT FROM OLD.condition_at THEN
    RAISE EXCEPTION 'school and health are written with the time (condition_at)'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'child_condition_has_a_time';
  END IF;
  INSERT INTO people_pastcondition
    (child_id, until, stage, school, grade, boarding, health, health_note)
  VALUES (OLD.id, (NEW.condition_at AT TIME ZONE 'Asia/Shanghai')::date,
    OLD.stage, OLD.school, OLD.grade, OLD.boarding, OLD.health, OLD.health_note)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER people_remember_condition AFTER UPDATE ON people_child FOR EACH ROW
  WHEN ((OLD.stage, OLD.school, OLD.grade, OLD.boarding, OLD.health)
      IS DISTINCT FROM (NEW.stage, NEW.school, NEW.grade, NEW.boarding, NEW.health)
    OR OLD.condition_at IS DISTINCT FROM NEW.condition_at)
  EXECUTE FUNCTION people_remember_condition();
CREATE TRIGGER people_pastcondition_stays BEFORE UPDATE ON people_pastcondition
  FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change();
"""
"""A note alone is known by the time only: sealed anew, the same words are other bytes."""
FORGET = """
DROP TRIGGER people_pastcondition_stays ON people_pastcondition;
DROP TRIGGER people_remember_condition ON people_child;
DROP FUNCTION people_remember_condition;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_birth_written"),
    ]

    operations = [
        migrations.AddField(
            model_name="child",
            name="condition_at",
            field=models.DateTimeField(
                editable=False,
                help_text="when school or health were last written otherwise",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="PastCondition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField()),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("preschool", "学龄前"),
                            ("kindergarten", "幼儿园"),
                            ("primary", "小学"),
                            ("junior", "初中"),
                            ("senior", "高中"),
                            ("vocational", "中职"),
                            ("college", "大专及以上"),
                            ("dropped_out", "辍学"),
                            ("not_in_school", "不在学"),
                            ("", "未采集"),
                        ],
                        max_length=16,
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=80, verbose_name="学校")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="年级班级")),
                ("boarding", models.BooleanField(null=True)),
                (
                    "health",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("healthy", "健康"),
                            ("weak", "一般或较弱"),
                            ("chronic", "慢性病"),
                            ("severe", "重病"),
                            ("disabled", "残疾"),
                            ("other", "其他"),
                            ("", "未采集"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "health_note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, sealed_as="people.child.health_note"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_conditions",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "verbose_name": "就学与健康变化",
                "ordering": ["-until"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("child", "until"), name="pastcondition_once_a_day"
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTION + REMEMBER, FORGET),
    ]
