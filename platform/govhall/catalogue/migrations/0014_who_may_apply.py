from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('catalogue', '0013_certificate_rules')]
    operations = [migrations.AddField('matter', 'who', models.JSONField(null=True))]
