from django.db import migrations

import tenants.sealing


class Migration(migrations.Migration):
    """A submission key names one content: the same key with another one is another application."""

    dependencies = [
        ('casework', '0015_urgent_cases'),
    ]

    operations = [
        migrations.AddField(model_name='case', name='submitted', field=tenants.sealing.SealedText(null=True)),
    ]
