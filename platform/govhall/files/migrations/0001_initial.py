from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.UUIDField()),
                ('paper', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('hash', models.CharField(db_index=True, max_length=64)),
                ('type', models.CharField(max_length=100)),
                ('size', models.IntegerField()),
                ('owner', models.BinaryField(db_index=True, null=True)),
                ('by', models.IntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'casework_material',
                'constraints': [models.UniqueConstraint(fields=('case', 'paper', 'hash'), name='material_once_a_paper')],
            },
        ),
    ]
