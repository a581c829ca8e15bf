"""Keys: those that everybody knows, and those that only this cell has."""

from django.db import models


class PublicKey(models.Model):
    """A key of a hall or of a cell as the directory tells it (fed_key); none is ever deleted.

    `state`: `active` signs and is sealed to; `retired` was replaced and still verifies what is sent again; `revoked` is
    believed no more, whatever time a message claims. `serial` counts the keys of an owner.
    """

    key_id = models.CharField(max_length=64, primary_key=True)
    owner = models.CharField(max_length=40)
    serial = models.IntegerField()
    suite = models.CharField(max_length=16)
    verify_key = models.BinaryField()
    seal_key = models.BinaryField()
    state = models.CharField(max_length=8)
    version = models.BigIntegerField()
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = 'fed_key'
        indexes = [models.Index(fields=['owner', '-serial'], name='key_owner')]


class KeyRecord(models.Model):
    """The signed record by which a key, or its end, was told (fed_key_record): the history of keys, for a court."""

    pk = models.CompositePrimaryKey('key_id', 'version')
    key_id = models.CharField(max_length=64)
    version = models.BigIntegerField()
    headers = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        db_table = 'fed_key_record'


class PrivateKey(models.Model):
    """The private halves of a key of this cell (fed_private_key), sealed with the cell's master key.

    It signs from `use_from` on: a new key is told first and used when the others have had time to hear of it.
    Kept also after the key was replaced: what was sealed to it may still arrive, be parked or be asked for by a court.
    """

    key_id = models.CharField(max_length=64, primary_key=True)
    owner = models.CharField(max_length=40)
    serial = models.IntegerField()
    signing = models.BinaryField()
    sealing = models.BinaryField()
    use_from = models.DateTimeField()

    class Meta:
        db_table = 'fed_private_key'
        indexes = [models.Index(fields=['owner', '-serial'], name='private_key_owner')]


class TrustRoot(models.Model):
    """The key on which all others rest (fed_trust_root), of the cell that enters the directory. The owner writes it."""

    cell = models.CharField(max_length=40, primary_key=True)
    key_id = models.CharField(max_length=64)

    class Meta:
        db_table = 'fed_trust_root'
