from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('catalogue', '0004_certificates_and_site_checks'),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='term_months',
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
