import govhall.casework.models.notice
from django.db import migrations, models


class Migration(migrations.Migration):
    """The papers of a book in the order of their serials."""

    dependencies = [
        ('casework', '0013_online_applications'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('organ_code'), models.F('code'), govhall.casework.models.notice.YearOf('number'), govhall.casework.models.notice.SerialOf('number'), name='notice_in_its_book'),
        ),
    ]
