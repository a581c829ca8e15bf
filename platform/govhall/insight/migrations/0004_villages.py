from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('insight', '0003_terminated_and_overdue'),
    ]

    operations = [
        migrations.AddField(
            model_name='keptfact',
            name='village',
            field=models.CharField(db_default='', max_length=12),
        ),
    ]
