"""A column that the release before need not know."""

from django.db import migrations, models

from tests.builders.later.column import LAST


class Migration(migrations.Migration):
    """One AddField with a default of the database."""

    dependencies = [('casework', LAST)]
    operations = [migrations.AddField('case', 'later', models.CharField(db_default='', max_length=20))]
