from django.db import migrations

import tenants.sealing


class Migration(migrations.Migration):
    dependencies = [('applications', '0001_initial')]

    operations = [
        migrations.AddField(
            model_name='onlineapplication', name='form_data', field=tenants.sealing.SealedJSON(null=True)
        ),
    ]
