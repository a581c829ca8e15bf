"""The status of a hall is named as its type is; its column keeps its name."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0012_first_password'),
    ]

    operations = [
        migrations.AlterField(
            model_name='hall',
            name='standing',
            field=models.CharField(blank=True, choices=[('', '办理中'), ('leaving', '迁出中'), ('gone', '已迁出'), ('arriving', '迁入中')], db_column='standing', db_default='', default='', max_length=8),
        ),
        migrations.RenameField(
            model_name='hall',
            old_name='standing',
            new_name='status',
        ),
    ]
