from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Changes of window people with written notice (更换窗口人员)."""

    dependencies = [('attendance', '0001_first')]

    operations = [
        migrations.CreateModel(
            name='WindowChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hall_code', models.CharField(max_length=8)),
                ('department', models.CharField(max_length=40)),
                ('person_id', models.BigIntegerField()),
                ('person_name', models.CharField(max_length=40)),
                ('successor_id', models.BigIntegerField()),
                ('successor_name', models.CharField(max_length=40)),
                ('notice_number', models.CharField(max_length=100)),
                ('notice_on', models.DateField()),
                ('effective_on', models.DateField()),
                ('called_off_on', models.DateField(null=True)),
                ('noted_by', models.BigIntegerField()),
                ('noted_by_name', models.CharField(max_length=40)),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'attendance_window_change',
                'indexes': [
                    models.Index(fields=['hall_code', '-effective_on', '-id'], name='window_change_of_a_hall')
                ],
                'constraints': [
                    models.CheckConstraint(
                        condition=Q(effective_on__gt=F('notice_on')), name='window_change_follows_its_notice'
                    ),
                    models.CheckConstraint(
                        condition=~Q(successor_id=F('person_id')), name='window_change_names_somebody_else'
                    ),
                    models.UniqueConstraint(
                        fields=['hall_code', 'person_id', 'effective_on'],
                        condition=Q(called_off_on__isnull=True),
                        name='window_change_once',
                    ),
                ],
            },
        ),
    ]
