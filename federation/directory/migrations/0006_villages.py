from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('directory', '0005_facts_from'),
    ]

    operations = [
        migrations.AddField(
            model_name='hallentry',
            name='villages',
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
