from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('hall', models.CharField(max_length=8)),
                ('organ', models.CharField(max_length=100)),
                ('matter', models.CharField(max_length=36)),
                ('matter_name', models.CharField(max_length=200)),
                ('applicant', models.CharField(max_length=120)),
                ('decided_on', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('followed_by', models.CharField(blank=True, max_length=16)),
                ('followed_on', models.DateField(null=True)),
            ],
            options={
                'db_table': 'published_decision',
                'indexes': [models.Index(fields=['-decided_on', '-id'], name='published_newest'), models.Index(fields=['hall', '-decided_on', '-id'], name='published_of_a_hall')],
            },
        ),
    ]
