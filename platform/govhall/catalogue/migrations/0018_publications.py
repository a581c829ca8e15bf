from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('catalogue', '0017_no_statutory_limit')]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('key', models.CharField(max_length=160, primary_key=True, serialize=False)),
                ('version', models.IntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={'db_table': 'catalogue_publication'},
        ),
    ]
