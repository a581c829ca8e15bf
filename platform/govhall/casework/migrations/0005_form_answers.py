from django.db import migrations

import tenants.sealing


class Migration(migrations.Migration):
    dependencies = [('casework', '0004_notices_have_a_case')]

    operations = [
        migrations.AddField(model_name='case', name='form_data', field=tenants.sealing.SealedJSON(null=True)),
    ]
