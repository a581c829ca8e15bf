import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FileArriving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hall', models.CharField(max_length=8)),
                ('sender', models.CharField(max_length=40)),
                ('case', models.UUIDField()),
                ('hash', models.CharField(max_length=64)),
                ('type', models.CharField(max_length=100)),
                ('size', models.BigIntegerField()),
                ('count', models.IntegerField()),
                ('have', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('whole', models.BooleanField(default=False)),
                ('attempt', models.SmallIntegerField(default=1)),
                ('refused', models.CharField(default='', max_length=20)),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'file_arriving',
                'indexes': [models.Index(fields=['last_at'], name='file_arriving_age'), models.Index(fields=['hall', 'hash'], name='file_arriving_hash')],
                'constraints': [models.UniqueConstraint(fields=('hall', 'case', 'hash', 'sender'), name='file_arrives_once')],
            },
        ),
        migrations.CreateModel(
            name='FileLeaving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hall', models.CharField(max_length=8)),
                ('to', models.CharField(max_length=40)),
                ('case', models.UUIDField()),
                ('hash', models.CharField(max_length=64)),
                ('next', models.IntegerField(default=0)),
                ('attempt', models.SmallIntegerField(default=1)),
                ('failed', models.CharField(default='', max_length=20)),
                ('since', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
            ],
            options={
                'db_table': 'file_leaving',
                'indexes': [models.Index(condition=models.Q(('failed', '')), fields=['not_before'], name='file_leaving_due'), models.Index(fields=['case'], name='file_leaving_case')],
                'constraints': [models.UniqueConstraint(fields=('hall', 'to', 'case', 'hash'), name='file_leaves_once')],
            },
        ),
    ]
