from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('tenants', '0010_set_aside')]

    operations = [
        migrations.CreateModel(
            name='Space',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('hall', models.CharField(max_length=8)),
                ('bytes', models.BigIntegerField()),
            ],
            options={
                'db_table': 'tenants_space',
                'indexes': [models.Index(fields=['hall'], name='space_of_hall')],
            },
        ),
    ]
