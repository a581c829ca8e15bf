"""A list page without a sign-in."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from govhall.look.list_page import ListPage, Record, Row
from tenants.access import StaffRequest


def no_bar(request: HttpRequest, active: str, /, **known: Any) -> dict[str, Any]:
    """Pages without a sign-in have none."""
    return {}


class PublicList(ListPage[Record, Row]):
    """A list that everybody reads without signing in; it has no bar and is not handed out."""

    base: ClassVar[str] = 'look/base.html'
    width: ClassVar[str] = 'broad'

    @property
    def view(self) -> Callable[[HttpRequest], HttpResponse]:
        """GET a page of the list."""

        def listed(request: HttpRequest) -> HttpResponse:
            return self.answer(cast(StaffRequest, request))  # a list of this kind asks it for no person

        listed.__module__ = self.lines.__module__
        view = login_not_required(require_safe(listed))
        view.list_page = self  # type: ignore[attr-defined]
        return view

    @property
    def has_file(self) -> bool:
        """A file of what is public is asked of the hall."""
        return False
