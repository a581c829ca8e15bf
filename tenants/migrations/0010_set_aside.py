from django.db import migrations, models


class Migration(migrations.Migration):
    """What background work could not do stands in a table, so that the others go on and somebody sees it."""

    dependencies = [('tenants', '0006_one_list_at_a_time')]

    operations = [
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=60)),
                ('hall', models.CharField(blank=True, max_length=8)),
                ('item', models.CharField(max_length=250)),
                ('error', models.CharField(max_length=60)),
                ('reason', models.CharField(max_length=120)),
                ('tries', models.IntegerField(default=1)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
            ],
            options={
                'db_table': 'set_aside',
                'constraints': [models.UniqueConstraint(fields=('task', 'hall', 'item'), name='set_aside_once')],
            },
        ),
    ]
