from django.db import migrations, models


class Migration(migrations.Migration):
    """To whom an organ answers, and of which organ a letter makes somebody the head."""

    dependencies = [('catalogue', '0007_terms')]

    operations = [
        migrations.AddField(
            'organ', 'kind', models.CharField(db_default='department', default='department', max_length=12)
        ),
        migrations.AddField('organ', 'superior', models.CharField(blank=True, db_default='', max_length=100)),
        migrations.AddField('authorisation', 'organ_code', models.CharField(blank=True, db_default='', max_length=18)),
    ]
