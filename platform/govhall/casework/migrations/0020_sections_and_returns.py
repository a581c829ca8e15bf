from django.db import migrations, models


class Migration(migrations.Migration):
    """Which department of the same centre was asked, and how often an online application was returned."""

    dependencies = [('casework', '0019_results')]

    operations = [
        migrations.AddField(
            'caserequest', 'section', models.CharField(blank=True, db_default='', max_length=100)
        ),
        migrations.AddField('onlineapplication', 'returns', models.SmallIntegerField(db_default=0, default=0)),
    ]
