"""The case (办件)."""

from datetime import date

import msgspec
from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from federation.contracts.case import Applicant, Dues, Outcome, Paper, Stop
from federation.contracts.clock import Clock
from federation.contracts.forms import FormAnswers
from federation.contracts.records import Followed, Licence, Opinion, Served, SiteCheck
from govhall.casework.rules.hearings import Hearing
from govhall.casework.rules.states import TO_DELIVER, Custody, State
from govhall.casework.sight import NOBODY, Sight, SightParams, params_of, people_of, seen_with, sight_of
from govhall.catalogue.models import Department
from govhall.forms.facts import application_facts
from govhall.kernel.calendars import CALENDARS
from govhall.kernel.chain import GENESIS
from govhall.licences.rules.kinds import CaseKind, FirstResult
from govhall.licences.rules.results import Validity, validity_of
from tenants.access import Actor
from tenants.colleagues import helpers_in
from tenants.sealing import BlindIndex, SealedJSON, SealedText

LONGEST_NOTE = 300
ENDING = 4  # characters of the number of a card or a firm that people remember
NO_LIMIT = date(9999, 12, 31)  # sorts behind every limit
URGENCY = Coalesce('promised_due', 'intake_due', Value(NO_LIMIT), output_field=models.DateField())


class CaseQuerySet(models.QuerySet['Case']):
    """Cases by who may open them."""

    def visible_to(self, actor: Actor) -> 'CaseQuerySet':
        """The cases that the person may open; every read for a person goes through here.

        The rule is `sight.sight_of`. `sight.may_open` is the same for a case in hand, `within` for a compiled read.
        """
        seen, people, given = sight_of(actor), people_of(actor), params_of(actor)
        rows = self.within(seen, given)
        # Who sees the people of a part only is told beside each case of which.
        if people in (seen, NOBODY):
            return rows
        # NULL where nobody of this hall took it in or claimed it: that is no.
        shown = ExpressionWrapper(seen_with(people, given), models.BooleanField())
        return rows.annotate(people_seen=Coalesce(shown, Value(False)))

    def within(self, sight: Sight, given: SightParams) -> 'CaseQuerySet':
        """The cases within sight; `given` is of the person, or places in a compiled read."""
        return self.all() if sight is Sight.HALL else self.filter(seen_with(sight, given))

    def with_department(self) -> 'CaseQuerySet':
        """Beside each case the name of its department: no read of its own."""
        name = Department.objects.filter(code=OuterRef('department')).values('name')[:1]
        return self.annotate(named_department=Coalesce(Subquery(name), 'department'))

    def with_helpers(self, hall: str) -> 'CaseQuerySet':
        """Beside each case who may help applicants in the hall (login and name): no read of its own."""
        return self.annotate(helpers=helpers_in(hall, at=timezone.now()))


class Case(models.Model):
    """One application for one matter, as this hall knows it: held by it, on its way, or watched.

    `uid` and `number` are made at the first hall and never change. What is only ever read with its case is a typed
    JSON column; the accessors below give it as the structures that also travel between halls.
    """

    uid = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=24, unique=True)
    query_word = models.CharField(max_length=6, blank=True)  # at the hall of origin only
    submission = models.UUIDField(null=True, unique=True)  # the key that makes a second sending the same case
    submitted = SealedText(null=True)  # the hash of what the key names; sealed, as numbers of people can be guessed
    fact = models.UUIDField()  # the random id under which statistics know this hall's part
    matter = models.CharField(max_length=36)
    matter_version = models.IntegerField()
    applicant_data = SealedJSON()
    applicant_index = BlindIndex(of='applicant_data', word='id_number', db_index=True, editable=False)
    applicant_ending = BlindIndex(of='applicant_data', word='id_number', last=ENDING, db_index=True, editable=False)
    form_data = SealedJSON(null=True)  # what was answered in the form of the matter, and under which version
    origin = models.CharField(max_length=8)
    point = models.CharField(max_length=12, blank=True)
    area = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=[(member.value, member.label) for member in State])
    custody = models.CharField(max_length=10, choices=[(member.value, member.value) for member in Custody])
    hop = models.IntegerField(default=0)
    holder = models.CharField(max_length=8)  # as far as this hall has heard
    towards = models.CharField(max_length=8, blank=True)  # the neighbour that the token went to
    below = models.CharField(max_length=8, blank=True)  # the neighbour on the side of the hall of origin
    neighbours = models.JSONField(default=list)  # every hall that the token was exchanged with
    road_data = models.JSONField(default=list)
    papers_data = models.JSONField(default=list)
    opinions_data = SealedJSON(null=True)  # free text in which people are named
    received_at = models.DateTimeField()
    clock_from = models.DateField()  # the day from which the five days run: receipt, or the last correction
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=8, blank=True)
    forwarded_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    on_the_spot = models.BooleanField(default=False)
    intake_due = models.DateField(null=True)
    promised_due = models.DateField(null=True)
    statutory_due = models.DateField(null=True)
    review_due = models.DateField(null=True)  # of a hall that only reviews
    delivery_due = models.DateField(null=True)  # at the hall of origin, once decided
    provisional = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)  # a special procedure stops the clock
    clock_data = models.JSONField(null=True)
    hearing_data = SealedJSON(null=True)  # its record names people too
    kind = models.CharField(max_length=10, default='new')  # new, or what it does to the result of an earlier case
    first_number = models.CharField(max_length=80, blank=True, db_index=True)  # that earlier case, or its licence
    first_data = models.JSONField(null=True)  # the result of that earlier case: its grant and its end of validity
    followed_data = models.JSONField(null=True)  # the case that took the place of this result, or ended it
    service_data = models.JSONField(null=True)  # how the result was served, and which papers
    corrections = models.IntegerField(default=0)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)  # what the last act told the people below
    outcome_data = models.JSONField(null=True)
    site_data = SealedJSON(null=True)  # records of checks on the spot: findings name people
    licence_data = models.JSONField(null=True)
    rating = models.SmallIntegerField(null=True)
    first_handler = models.CharField(max_length=60)
    # In this hall: whose the case is (none: the whole hall's), who took it in here, and who has claimed it.
    department = models.CharField(max_length=20, blank=True, default='')
    section = models.CharField(max_length=100, blank=True, default='')
    window = models.CharField(max_length=20, blank=True, default='')
    received_by = models.BigIntegerField(null=True)
    claimed_by = models.BigIntegerField(null=True)
    claimed_by_name = models.CharField(max_length=60, blank=True, default='')
    helped_by = models.BigIntegerField(null=True)  # the liaison officer who helps the applicant (帮办)
    helped_by_name = models.CharField(max_length=60, blank=True, default='')
    version = models.IntegerField(default=1)
    event_count = models.IntegerField(default=0)
    archived_events = models.IntegerField(default=0)  # how many of them the newest package and its own event cover
    event_tip = models.CharField(max_length=64, default=GENESIS)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        db_table = 'casework_case'
        indexes = [
            # Worklists read open cases by urgency, or what waits for delivery; both stay small however many are closed.
            models.Index(
                'custody',
                URGENCY,
                'uid',
                name='case_urgent',
                # What counting asks: it reads no case then.
                include=[
                    *('state', 'point', 'promised_due', 'intake_due'),
                    *('department', 'section', 'matter', 'received_by', 'claimed_by'),
                ],
                condition=Q(outcome_data__isnull=True),
            ),
            models.Index(
                fields=['origin', 'updated_at'],
                name='case_to_deliver',
                condition=Q(delivered_at__isnull=True, state__in=[member.value for member in TO_DELIVER]),
            ),
            models.Index(fields=['-updated_at'], name='case_recent'),
            models.Index(fields=['received_at', 'uid'], name='case_by_receipt', condition=Q(outcome_data__isnull=True)),
            models.Index(fields=['matter', 'uid'], name='case_by_matter', condition=Q(outcome_data__isnull=True)),
            models.Index(fields=['department', '-updated_at'], name='case_of_department'),
            models.Index(fields=['helped_by', 'uid'], name='case_helped', condition=Q(helped_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def department_name(self) -> str:
        """What people call its department; the code where the case was not read `with_department`."""
        return getattr(self, 'named_department', self.department)

    @property
    def applicant(self) -> Applicant:
        """Who applies."""
        return msgspec.convert(self.applicant_data, Applicant)

    @property
    def facts(self) -> dict[str, str]:
        """What the conditions of grants may ask of the application."""
        return application_facts(self.applicant, self.area, self.form)

    @property
    def form(self) -> FormAnswers | None:
        """What was answered in the form of the matter; None where it had none."""
        return msgspec.convert(self.form_data, FormAnswers) if self.form_data else None

    @property
    def village(self) -> str:
        """The village where the object lies, or else the papers were taken, as far as it is known."""
        said = self.form.facts.get('area', '') if self.form else ''
        return next((place for place in (said, self.point, self.area) if place and not place.endswith('000')), '')

    @property
    def papers(self) -> list[Paper]:
        """The material checklist."""
        return msgspec.convert(self.papers_data, list[Paper])

    @property
    def opinions(self) -> list[Opinion]:
        """The opinions of all halls so far."""
        return msgspec.convert(self.opinions_data or [], list[Opinion])

    @property
    def road(self) -> list[Stop]:
        """The stations so far."""
        return msgspec.convert(self.road_data, list[Stop])

    @property
    def outcome(self) -> Outcome | None:
        """How it ended, if it has."""
        return msgspec.convert(self.outcome_data, Outcome) if self.outcome_data else None

    @property
    def site_checks(self) -> list[SiteCheck]:
        """The records of the checks on the spot so far."""
        return msgspec.convert(self.site_data or [], list[SiteCheck])

    @property
    def licence(self) -> Licence | None:
        """The certificate that was made of the grant, if it has been."""
        return msgspec.convert(self.licence_data, Licence) if self.licence_data else None

    @property
    def first_result(self) -> FirstResult:
        """The result that this case builds on; nothing in it for a new case."""
        return msgspec.convert(self.first_data, FirstResult) if self.first_data else FirstResult()

    @property
    def followed(self) -> Followed | None:
        """What took the place of this result or ended it, if anything has."""
        return msgspec.convert(self.followed_data, Followed) if self.followed_data else None

    @property
    def ended_by(self) -> str:
        """The number of the case that cancelled or revoked this result; empty while none has."""
        followed = self.followed
        return followed.number if followed and CaseKind(followed.kind).ends_result else ''

    def standing_on(self, day: date) -> Validity | None:
        """Whether the result is valid on a day; None for a case that was not granted, or that only ends another."""
        outcome = self.outcome
        if outcome is None or outcome.kind != 'approved' or CaseKind(self.kind).ends_result:
            return None
        followed = self.followed
        return validity_of(valid_until=outcome.valid_until, followed_by=followed.kind if followed else '', today=day)

    @property
    def served(self) -> Served | None:
        """How the result was served, if it was."""
        return msgspec.convert(self.service_data, Served) if self.service_data else None

    @property
    def dues(self) -> Dues:
        """The limits that run."""
        return Dues(
            intake=self.intake_due,
            promised=self.promised_due,
            statutory=self.statutory_due,
            provisional=self.provisional,
            review=self.review_due,
            paused=self.paused,
        )

    def set_dues(self, dues: Dues) -> None:
        """Replace all limits."""
        self.intake_due, self.promised_due = dues.intake, dues.promised
        self.statutory_due, self.provisional = dues.statutory, dues.provisional
        self.review_due, self.paused = dues.review, dues.paused

    @property
    def clock(self) -> Clock | None:
        """What the limits are counted from, once accepted."""
        return msgspec.convert(self.clock_data, Clock) if self.clock_data else None

    @property
    def hearing(self) -> Hearing | None:
        """The hearing (听证) of this case at this hall, if the applicant was told of the right to it."""
        return msgspec.convert(self.hearing_data, Hearing) if self.hearing_data else None

    @property
    def due(self) -> date | None:
        """The next day that matters: the five days before acceptance, the promise after it."""
        return self.promised_due or self.intake_due

    @property
    def due_is_provisional(self) -> bool:
        """Whether that day lies in a year whose holidays are not announced; `provisional` covers all limits."""
        return self.due is not None and not CALENDARS.of(self.area).announced(self.due.year)
