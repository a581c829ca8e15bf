"""A paper has a case: the database holds it, though the room of papers knows no cases."""

from django.db import migrations

# The models can't say it, because imports point down. A paper without its case would be a number that nobody can
# explain, so the constraint stays; it is checked at the commit, as those that Django makes.
HOLD = """
ALTER TABLE casework_notice ADD CONSTRAINT notice_has_a_case
FOREIGN KEY (case_id) REFERENCES casework_case (uid) DEFERRABLE INITIALLY DEFERRED;
"""
RELEASE = 'ALTER TABLE casework_notice DROP CONSTRAINT notice_has_a_case;'


class Migration(migrations.Migration):
    """A foreign key from casework_notice to casework_case."""
    unsafe_because = 'before the first release: no process of an older one serves a hall meanwhile'

    dependencies = [('casework', '0003_first_result'), ('documents', '0001_initial')]

    operations = [
        migrations.RunSQL(HOLD, reverse_sql=RELEASE),
    ]
