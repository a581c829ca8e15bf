"""A calendar on a page takes two people: what one has proposed waits until another confirms it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('deadlines', '0002_holidays')]

    operations = [
        migrations.AddField('holidayyear', 'entered', models.JSONField(default=dict)),
        migrations.CreateModel(
            name='HolidayProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.JSONField()),
                ('hall', models.CharField(max_length=8)),
                ('by', models.BigIntegerField()),
                ('by_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
            ],
            options={'db_table': 'holiday_proposal', 'ordering': ['id']},
        ),
    ]
