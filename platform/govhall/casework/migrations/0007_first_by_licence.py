from django.db import migrations, models


class Migration(migrations.Migration):
    unsafe_because = 'before the first release: no process of an older one serves a hall meanwhile'

    dependencies = [
        ('casework', '0006_form_answers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='first_number',
            field=models.CharField(blank=True, db_index=True, max_length=80),
        ),
    ]
