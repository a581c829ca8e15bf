from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('catalogue', '0010_centre_by_day')]

    operations = [migrations.AddField(model_name='matter', name='form', field=models.JSONField(null=True))]
