from django.db import migrations, models

# Facts of terminated cases are there since they were told; only their day was not counted.
COUNT = """
INSERT INTO insight_day (area, day, level, matter, terminated)
SELECT one.code, kept.closed_on, kept.hall_kind, kept.matter, count(*)
FROM insight_fact kept, unnest(kept.areas) AS one (code)
WHERE kept.outcome = 'terminated' AND kept.closed_on IS NOT NULL
GROUP BY one.code, kept.closed_on, kept.hall_kind, kept.matter
ON CONFLICT (area, day, level, matter) DO UPDATE SET terminated = excluded.terminated
"""


class Migration(migrations.Migration):
    dependencies = [
        ('insight', '0002_epochs_of_facts'),
    ]

    operations = [
        migrations.AddField(model_name='dayfigures', name='terminated', field=models.IntegerField(db_default=0)),
        migrations.AddIndex(
            model_name='keptfact',
            index=models.Index(
                condition=models.Q(('due_on__isnull', False), models.Q(('on_time', True), _negated=True)),
                fields=['due_on'],
                name='fact_late',
            ),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
