"""The bar of the catalogue's pages; this room lies below casework, so it does not know the desk's tasks."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse

from govhall.catalogue.departments import department_name
from govhall.catalogue.readers import MANAGERS, READERS
from tenants.access import StaffRequest
from tenants.roles import Role

PAGES = (
    ('catalogue_board', '进驻情况', READERS),
    ('catalogue_grants', '权力来源', READERS),
    ('catalogue_letters', '授权书', READERS),
    ('catalogue_files', '导入导出', MANAGERS),
    ('catalogue_where', '在哪办', tuple(Role)),
    ('catalogue_cleaning', '清理报告', READERS),
)


class SeeOther(HttpResponseRedirect):
    """303: what was posted is stored, the page to look at is there."""

    status_code = 303


@dataclass(frozen=True, slots=True)
class Task:
    """One entry of the bar."""

    label: str
    href: str
    active: bool
    count: int | None = None


def bar(request: StaffRequest, active: str) -> dict[str, Any]:
    """The context that every page here shares; `active` is the name of its address."""
    found = [
        Task(label, reverse(name), name == active)
        for name, label, roles in PAGES
        if request.actor.roles & frozenset(roles)
    ]
    manages = Role.ADMINISTRATOR in request.actor.roles
    return {
        'tasks': [Task('返回工作台', reverse('hall_home'), False), *found],
        'manages': manages,
        'sent_by': department_name(request.actor.department),
    }
