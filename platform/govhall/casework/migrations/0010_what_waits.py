from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes over what waits only, so that counting it costs the same however many cases are closed."""

    dependencies = [
        ('casework', '0009_archive'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='case', name='case_to_deliver'),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(
                condition=models.Q(('delivered_at__isnull', True), ('state__in', ['approved', 'refused', 'not_accepted'])),
                fields=['origin', 'updated_at'],
                name='case_to_deliver',
            ),
        ),
        migrations.AddIndex(
            model_name='caserequest',
            index=models.Index(
                condition=models.Q(('granted__isnull', True), models.Q(('came_from', ''), _negated=True)),
                fields=['case'],
                name='request_waits',
            ),
        ),
    ]
