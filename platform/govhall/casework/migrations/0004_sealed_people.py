"""What a case says about people is sealed; rows that were there are sealed on the way (they must not lie in the clear)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import tenants.sealing

SEALED = ('applicant', 'opinions', 'hearing')


def seal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Row by row: the key is not in the database."""
    for case in apps.get_model('casework', 'Case').objects.iterator(chunk_size=500):
        for name in SEALED:
            setattr(case, f'{name}_data', getattr(case, f'{name}_plain'))
        case.save()
    for notice in apps.get_model('casework', 'Notice').objects.iterator(chunk_size=500):
        notice.html = notice.html_plain
        notice.save(update_fields=['html'])


class Migration(migrations.Migration):
    """Rename, add the sealed column, fill it, drop the one before."""

    dependencies = [('casework', '0003_clocks')]

    operations = [
        *(migrations.RenameField('case', f'{name}_data', f'{name}_plain') for name in SEALED),
        migrations.RenameField('notice', 'html', 'html_plain'),
        *(migrations.AddField('case', f'{name}_data', tenants.sealing.SealedJSON(null=True)) for name in SEALED),
        migrations.AddField('notice', 'html', tenants.sealing.SealedText(null=True)),
        migrations.AddField(
            'case',
            'applicant_index',
            tenants.sealing.BlindIndex(
                null=True, of='applicant_data', word='id_number', db_index=True, editable=False
            ),
        ),
        migrations.RunPython(seal),
        *(migrations.RemoveField('case', f'{name}_plain') for name in SEALED),
        migrations.RemoveField('notice', 'html_plain'),
        migrations.AlterField('case', 'applicant_data', tenants.sealing.SealedJSON()),
        migrations.AlterField('notice', 'html', tenants.sealing.SealedText()),
        migrations.AlterField(
            'case',
            'applicant_index',
            tenants.sealing.BlindIndex(of='applicant_data', word='id_number', db_index=True, editable=False),
        ),
    ]
