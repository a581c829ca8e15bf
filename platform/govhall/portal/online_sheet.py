"""The form of a matter as an applicant fills it in online: in the version that the draft began with."""

from typing import Any

from django.utils import timezone

from govhall.applications.models import OnlineApplication
from govhall.casework.selectors import hall_names
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.routing import route
from govhall.catalogue.selectors import MatterInfo
from govhall.desk.answer_sheet import AnswerSheet, sheet_of
from govhall.forms.facts import application_facts
from tenants.models import Hall


def begun_with(application: OnlineApplication) -> MatterInfo:
    """The matter in the version under which the draft began."""
    version = application.form.version if application.form else None
    return catalogue.matter(application.matter, version=version)


def kept_sheet(application: OnlineApplication, hall: Hall) -> AnswerSheet | None:
    """The form with what is kept; nothing in it is called wrong yet."""
    kept: dict[str, Any] = application.form.answers if application.form else {}
    sheet = sheet_of(begun_with(application), None, hall, answers=kept)
    if sheet is not None:
        sheet.quiet = True
    return sheet


def decided_by(application: OnlineApplication, hall: Hall) -> str:
    """The name of the hall that decides it, as far as the answers say; empty where nobody is known to."""
    facts = application_facts(application.applicant, application.area or hall.area_code, application.form)
    way = route(matter=application.matter, hall=hall.code, at=timezone.now(), facts=facts)
    return hall_names([way.decider]).get(way.decider, '') if way.decider else ''
