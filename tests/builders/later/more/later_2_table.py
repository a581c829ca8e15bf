"""A table that the release before has not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table with a number of its own, a key to cases and an index."""

    dependencies = [('casework', 'later_1_column')]
    operations = [
        migrations.CreateModel(
            'Later',
            [
                ('id', models.BigAutoField(primary_key=True)),
                ('case', models.ForeignKey('casework.case', models.PROTECT)),
                ('word', models.CharField(max_length=20, unique=True)),
            ],
            {'db_table': 'casework_later'},
        ),
        migrations.AlterField('later', 'word', models.CharField(max_length=20)),
    ]
