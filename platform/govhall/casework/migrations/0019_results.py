from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('casework', '0018_papers_that_failed'),
    ]

    operations = [
        migrations.AddField(model_name='case', name='granted_on', field=models.DateField(null=True)),
        migrations.AddField(model_name='case', name='followed_data', field=models.JSONField(null=True)),
        migrations.AddField(model_name='case', name='service_data', field=models.JSONField(null=True)),
    ]
