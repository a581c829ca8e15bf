"""Where somebody goes who has just signed in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tenants.carried import CarriedForm, is_of

HALLS = '/halls/'
TOO_LATE = '登录已过期，这一步没有保存，请再点一次。'


def go_on(request: HttpRequest, carried: CarriedForm, person: Any) -> HttpResponse:
    """The form that came too late, to be sent again by its person's own hand; somebody else gets the page only."""
    if not is_of(carried, person):
        messages.warning(request, TOO_LATE)
        return HttpResponseRedirect(carried.page)
    return render(request, 'tenants/go_on.html', {'carried': carried})
