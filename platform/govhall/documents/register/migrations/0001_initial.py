from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organ_code', models.CharField(max_length=18)),
                ('code', models.CharField(max_length=2)),
                ('year', models.SmallIntegerField()),
                ('last', models.IntegerField()),
            ],
            options={
                'db_table': 'notice_book',
                'constraints': [models.UniqueConstraint(fields=('organ_code', 'code', 'year'), name='book_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='SealUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hall', models.CharField(max_length=8)),
                ('notice', models.UUIDField(unique=True)),
                ('number', models.CharField(max_length=80)),
                ('organ_code', models.CharField(max_length=18)),
                ('grant', models.UUIDField()),
                ('letter', models.UUIDField(null=True)),
                ('person', models.BigIntegerField(null=True)),
                ('certificate', models.CharField(max_length=64)),
                ('file', models.CharField(max_length=64)),
                ('acted_at', models.DateTimeField()),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'notice_seal_use',
                'indexes': [models.Index(fields=['organ_code', 'sealed_at'], name='seal_use_of_an_organ')],
            },
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hall', models.CharField(max_length=8)),
                ('notice', models.UUIDField(unique=True)),
                ('since', models.DateTimeField()),
                ('tries', models.SmallIntegerField(db_default=0)),
            ],
            options={
                'db_table': 'notice_waiting',
                'indexes': [models.Index(fields=['since'], name='notice_waiting_since')],
            },
        ),
    ]
