"""How often what is parked or quarantined was tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns with a default in the database."""

    dependencies = [('inbox', '0003_topics')]

    operations = [
        migrations.AddField('parkedmessage', 'tries', models.SmallIntegerField(db_default=0)),
        migrations.AddField('quarantinedrecord', 'tries', models.SmallIntegerField(db_default=0)),
    ]
