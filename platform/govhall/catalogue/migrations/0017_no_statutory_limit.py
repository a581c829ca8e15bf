from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0016_letters_with_their_paper'),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='no_statutory_limit',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RemoveConstraint(
            model_name='matter',
            name='promise_is_thirty_percent_shorter',
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('promised_days__lte', models.F('statutory_days') * 7 / 10), ('no_statutory_limit', True), _connector='OR'), name='promise_is_thirty_percent_shorter'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('no_statutory_limit', False), models.Q(('statutory_days', 0), models.Q(('task_type', '01'), _negated=True)), _connector='OR'), name='no_limit_counts_no_days_and_is_of_no_licence'),
        ),
    ]
