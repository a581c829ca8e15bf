from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0012_hall_profile'),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='certificate_rule',
            field=models.JSONField(null=True),
        ),
    ]
