"""Evidence of what took effect, in partitions by month, and the flag of a cursor whose sender is to be told."""

import django.db.models.functions.datetime
from django.db import migrations, models

TABLE = """
CREATE TABLE fed_inbox (
    event_id uuid NOT NULL,
    subject uuid NOT NULL,
    sender varchar(40) NOT NULL,
    recipient varchar(40) NOT NULL,
    seq bigint NOT NULL,
    epoch integer NOT NULL,
    type varchar(80) NOT NULL,
    previous varchar(64) NOT NULL,
    key_id varchar(64) NOT NULL,
    headers bytea NOT NULL,
    body bytea NOT NULL,
    said_at timestamptz NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    PRIMARY KEY (event_id, applied_at)
) PARTITION BY RANGE (applied_at);
CREATE INDEX inbox_stream ON fed_inbox (subject, sender, recipient, seq);
CREATE INDEX inbox_said ON fed_inbox (said_at);
"""
FIELDS = [
    ('event_id', models.UUIDField(primary_key=True, serialize=False)),
    ('subject', models.UUIDField()),
    ('sender', models.CharField(max_length=40)),
    ('recipient', models.CharField(max_length=40)),
    ('sequence', models.BigIntegerField(db_column='seq')),
    ('epoch', models.IntegerField()),
    ('type', models.CharField(max_length=80)),
    ('previous', models.CharField(max_length=64)),
    ('key_id', models.CharField(max_length=64)),
    ('headers', models.BinaryField()),
    ('body', models.BinaryField()),
    ('said_at', models.DateTimeField()),
    ('applied_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
]
INDEXES = [
    models.Index(fields=['subject', 'sender', 'recipient', 'sequence'], name='inbox_stream'),
    models.Index(fields=['said_at'], name='inbox_said'),
]


class Migration(migrations.Migration):
    """Django makes no partitioned tables, so the table is made in SQL and only its state here."""

    dependencies = [('inbox', '0001_initial')]

    operations = [
        migrations.AddField('streamcursor', 'receipt_due', models.BooleanField(db_default=False)),
        migrations.AddIndex(
            'streamcursor',
            models.Index(condition=models.Q(('receipt_due', True)), fields=['sender'], name='cursor_receipt_due'),
        ),
        migrations.RunSQL(
            [TABLE],
            ['DROP TABLE fed_inbox'],
            state_operations=[
                migrations.CreateModel('AppliedMessage', FIELDS, {'db_table': 'fed_inbox', 'indexes': INDEXES}),
            ],
        ),
    ]
