from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('register', '0002_seal_uses_are_append_only')]

    operations = [
        migrations.AddField('waiting', 'tries', models.SmallIntegerField(db_default=0)),
    ]
