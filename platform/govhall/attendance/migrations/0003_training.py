from django.db import migrations, models

import govhall.kernel.ids

KINDS = [('business', '业务培训'), ('exchange', '业务交流会'), ('liaison', '审批联络员培训')]


class Migration(migrations.Migration):
    dependencies = [
        ('attendance', '0002_changes_of_window_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.UUIDField(default=govhall.kernel.ids.new_uid, primary_key=True, serialize=False)),
                ('hall_code', models.CharField(max_length=8)),
                ('kind', models.CharField(choices=KINDS, max_length=10)),
                ('round', models.PositiveSmallIntegerField()),
                ('day', models.DateField()),
                ('subject', models.CharField(max_length=100)),
                ('noted_by', models.BigIntegerField()),
                ('noted_by_name', models.CharField(max_length=40)),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'attendance_training',
                'indexes': [models.Index(fields=['hall_code', '-day', '-id'], name='training_of_a_hall')],
            },
        ),
        migrations.CreateModel(
            name='Trained',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('training_id', models.UUIDField()),
                ('hall_code', models.CharField(max_length=8)),
                ('person_id', models.BigIntegerField()),
                ('person_name', models.CharField(max_length=40)),
                ('department', models.CharField(blank=True, max_length=40)),
                ('noted_by', models.BigIntegerField(null=True)),
                ('noted_by_name', models.CharField(blank=True, max_length=40)),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'attendance_trained',
                'indexes': [models.Index(fields=['hall_code', 'person_id'], name='trained_of_a_hall')],
                'constraints': [models.UniqueConstraint(fields=('training_id', 'person_id'), name='trained_once')],
            },
        ),
    ]
