"""What an applicant asks to bring later, or replaces by an undertaking."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('applications', '0003_first_number')]
    operations = [
        migrations.AddField(
            model_name='onlineapplication',
            name='ways_data',
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
