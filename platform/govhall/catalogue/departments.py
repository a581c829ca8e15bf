"""Departments as people write them: by code or by name; kept is the code, shown is the name."""

from collections.abc import Collection

from django.db.models import Q

from govhall.catalogue.models import Department
from govhall.kernel.errors import Refused
from govhall.kernel.kept import kept


class UnknownDepartment(Refused):
    """No department of the catalogue has this code, and not exactly one has this name."""

    code = 'UNKNOWN_DEPARTMENT'
    sentence = '目录里没有部门“{text}”。请填部门代码，例如 TJMZ；不是部门派来的（综合窗口）不填。'


def department_codes(texts: Collection[str]) -> dict[str, str]:
    """By each text that names one department, by code or by name, its code. One query."""
    found = Department.objects.filter(Q(code__in=texts) | Q(name__in=texts)).values_list('code', 'name')
    named: dict[str, set[str]] = {}
    for code, name in found:
        named.setdefault(name, set()).add(code)
    by_name = {name: codes.pop() for name, codes in named.items() if len(codes) == 1}
    return {text: code for text, code in (by_name | {code: code for code, _ in found}).items() if text in texts}


def department_code(text: str) -> str:
    """The code of the department that this text names; nothing for nothing. Raises UnknownDepartment."""
    code = department_codes([text]).get(text) if text else ''
    if code is None:
        raise UnknownDepartment(field='department', text=text)
    return code


def department_name(code: str) -> str:
    """What people call the department with this code; a code that the catalogue does not know stands for itself.

    No query for people whom no department has sent.
    """
    found = Department.objects.filter(code=code).values_list('name', flat=True).first() if code else ''
    return found or code


@kept(most=4096)
def kept_department_name(code: str) -> str:
    """The same, as this process knew it a moment ago. For bars of pages."""
    return department_name(code)
