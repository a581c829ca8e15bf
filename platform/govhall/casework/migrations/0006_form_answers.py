from django.db import migrations

from tenants.sealing import SealedJSON


class Migration(migrations.Migration):
    dependencies = [('casework', '0005_departments')]
    operations = [migrations.AddField('case', 'form_data', SealedJSON(null=True))]
