"""People sign in once for the cell; what they may do is their membership in each hall."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from tenants.compiled_query import Param
from tenants.models.hall import Hall


class PersonManager(BaseUserManager['Person']):
    """Makes people with a hashed password."""

    def create_user(self, username: str, name: str, password: str | None = None) -> 'Person':
        """Make a person; without a password nobody can sign in as them."""
        person = self.model(username=username, name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who works in one or more halls of this cell."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    begins_at = models.DateTimeField(null=True)  # nobody signs in with the account before this moment,
    ends_at = models.DateTimeField(null=True)  # nor from this one on: sessions end then, too
    factor_since = models.DateTimeField(null=True)  # since when a second factor is asked for; None: there is none
    password_given = models.BooleanField(default=False, db_default=False)  # somebody else knows it: to be changed first

    objects = PersonManager()
    USERNAME_FIELD = 'username'
    REQUIRED_FIELDS = ['name']

    class Meta:
        db_table = 'tenants_person'

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. Never writes a stronger hash meanwhile: the web may not change accounts."""
        return check_password(raw_password, self.password)

    def is_open(self, at: datetime) -> bool:
        """Whether the account may be used at this moment: not locked, begun, and not ended."""
        begun = self.begins_at is None or self.begins_at <= at
        return self.is_active and begun and (self.ends_at is None or self.ends_at > at)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is bound to: it ends when the password changes, and when a second factor comes or goes."""
        bound = f'{self.password} {self.factor_since.isoformat() if self.factor_since else ""}'
        return salted_hmac('tenants.Person.session', bound, secret=secret, algorithm='sha256').hexdigest()

    def __str__(self) -> str:
        return self.name


class Factor(models.Model):
    """Somebody's second factor: the sealed secret of their authenticator app, and the hashes of recovery codes left.

    `last_step` is the interval of 30 seconds whose code was used last: that code and older ones are refused.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name='factor')
    secret = models.BinaryField()
    last_step = models.BigIntegerField()
    recovery = ArrayField(models.CharField(max_length=32))

    class Meta:
        db_table = 'tenants_factor'

    def __str__(self) -> str:
        return f'{self.person_id}'


class MembershipQuerySet(models.QuerySet['Membership']):
    """Memberships by the moment at which they count."""

    def live(self, at: datetime | Param) -> 'MembershipQuerySet':
        """Those that hold at this moment, and only those."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)


class Membership(models.Model):
    """A person's roles in one hall, sent there by a department; looked up at every request."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name='memberships')
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name='memberships')
    roles = ArrayField(models.CharField(max_length=16))
    department = models.CharField(max_length=40, blank=True)
    point = models.CharField(max_length=12, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = 'tenants_membership'
        indexes = [
            models.Index(fields=['person', 'hall'], name='membership_of_person'),
            models.Index(fields=['hall', 'id'], name='membership_of_hall'),
        ]


class RolesGiven(models.Model):
    """What an administrator's list did to a person's roles in a hall; only the database's own function writes it."""

    hall_code = models.CharField(max_length=8)
    importer = models.BigIntegerField()
    person = models.BigIntegerField()
    before = ArrayField(models.CharField(max_length=16))
    after = ArrayField(models.CharField(max_length=16))
    at = models.DateTimeField()

    class Meta:
        db_table = 'tenants_roles_given'
        ordering = ['-id']

    def __str__(self) -> str:
        return f'{self.hall_code} {self.person}'
