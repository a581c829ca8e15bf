from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a hall sees who applied online before it accepts."""

    dependencies = [('catalogue', '0018_publications')]
    operations = [
        migrations.AddField('hallprofile', 'identity_first', models.BooleanField(default=False, db_default=False)),
    ]
