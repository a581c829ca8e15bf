from django.db import migrations, models


class Migration(migrations.Migration):
    unsafe_because = 'before the first release: no process of an older one serves a hall meanwhile'
    dependencies = [('archive', '0001_initial')]

    operations = [
        migrations.AddIndex(
            model_name='casearchive', index=models.Index(fields=['at', 'uid'], name='archive_by_time')
        ),
    ]
