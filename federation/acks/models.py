"""What the sending cell knows of the receiving end."""

from django.db import models
from django.db.models.functions import Now


class Delivery(models.Model):
    """A stream as its sender's cell sees it (fed_delivery): what was sent, and what the receiver has acknowledged.

    `doubtful`: the receiver acknowledged a message that we did not say (a database was restored).
    `wanted_from`: the receiver asked for what comes from this sequence on, or nothing (0).
    `adopted_seq`: up to here the receiver holds messages that this database has forgotten after a restore, or 0.
    `contradicted_seq`: from here on the receiver holds other messages than we believe to have said, or 0; `reconcile`.
    """

    pk = models.CompositePrimaryKey('subject', 'sender', 'recipient')
    subject = models.UUIDField()
    sender = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    sent_seq = models.BigIntegerField(db_default=0)
    sent_at = models.DateTimeField(db_default=Now())
    receipted_seq = models.BigIntegerField(db_default=0)
    receipted_tip = models.CharField(max_length=64, db_default='')
    doubtful = models.BooleanField(db_default=False)
    wanted_from = models.BigIntegerField(db_default=0)
    resent_at = models.DateTimeField(null=True)
    adopted_seq = models.BigIntegerField(db_default=0)
    adopted_tip = models.CharField(max_length=64, db_default='')
    contradicted_seq = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = 'fed_delivery'
        indexes = [
            models.Index(
                fields=['recipient', 'sent_at'],
                name='delivery_open',
                condition=models.Q(receipted_seq__lt=models.F('sent_seq')),
            ),
            models.Index(fields=['recipient'], name='delivery_wanted', condition=models.Q(wanted_from__gt=0)),
            models.Index(fields=['sender'], name='delivery_doubtful', condition=models.Q(doubtful=True)),
        ]


class Peer(models.Model):
    """A receiving cell (fed_peer): the incarnation of its database and the moment up to which it has read all."""

    cell = models.CharField(max_length=40, primary_key=True)
    epoch = models.IntegerField()
    as_of = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = 'fed_peer'


class Comparison(models.Model):
    """What one hall told another on one day, counted at both ends (fed_comparison).

    `state`: `told` (no answer yet), `equal`, `differs` (sent again, to be compared once more), `repaired`.
    """

    pk = models.CompositePrimaryKey('day', 'sender', 'recipient')
    day = models.DateField()
    sender = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    sent = models.BigIntegerField()
    sent_hash = models.CharField(max_length=16)
    received = models.BigIntegerField(null=True)
    received_hash = models.CharField(max_length=16, db_default='')
    state = models.CharField(max_length=8)
    told_at = models.DateTimeField(db_default=Now())
    compared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = 'fed_comparison'
        indexes = [models.Index(fields=['state', 'day'], name='comparison_open', condition=~models.Q(state='equal'))]


class Guard(models.Model):
    """Why this cell may not send or apply anything now (fed_guard): at most one row.

    `suspected`: a peer has messages of ours that this database does not know, so it is an older backup.
    `restored`: the operator has said so; the neighbours are being asked, and no hall decides until they have answered.
    """

    cell = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=12)
    since = models.DateTimeField(db_default=Now())
    detail = models.CharField(max_length=200, db_default='')

    class Meta:
        db_table = 'fed_guard'


class FactsDue(models.Model):
    """The facts of a hall of this cell that another cell has lost and is to be told again (fed_facts_due).

    The room that tells them moves `after`, its own place, and deletes the row at the end. Until then the watermark does
    not vouch for the hall there.
    """

    pk = models.CompositePrimaryKey('hall', 'cell')
    hall = models.CharField(max_length=40)
    cell = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    after = models.UUIDField(null=True)

    class Meta:
        db_table = 'fed_facts_due'
