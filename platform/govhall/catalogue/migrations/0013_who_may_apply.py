from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('catalogue', '0012_hall_profile')]
    operations = [migrations.AddField('matter', 'who', models.JSONField(null=True))]
