from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('publication', '0001_first')]

    operations = [
        migrations.RenameField('publisheddecision', 'withdrawn_on', 'followed_on'),
        migrations.AddField('publisheddecision', 'followed_by', models.CharField(blank=True, default='', max_length=16), preserve_default=False),
        migrations.AddField('publisheddecision', 'valid_until', models.DateField(null=True)),
    ]
