from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('applications', '0002_form_answers')]

    operations = [
        migrations.AddField('onlineapplication', 'about', models.CharField(max_length=10, default='new', db_default='new')),
        migrations.AddField(
            'onlineapplication', 'first_number', models.CharField(max_length=80, blank=True, db_default='')
        ),
    ]
