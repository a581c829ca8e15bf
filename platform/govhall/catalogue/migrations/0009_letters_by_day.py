from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('catalogue', '0005_letters_by_whom')]

    operations = [
        migrations.AddIndex(
            model_name='authorisation',
            index=models.Index(fields=['hall_code', 'valid_from', 'id'], name='authorisation_of_a_hall'),
        ),
    ]
