from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('archive', '0001_initial')]

    operations = [
        migrations.AddIndex(
            model_name='casearchive', index=models.Index(fields=['at', 'uid'], name='archive_by_time')
        ),
    ]
