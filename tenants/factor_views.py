"""The second step of signing in, and the page on which a second factor is made.

After the password nobody is signed in yet: the session only remembers whose code is asked, so it opens nothing.
"""

import time
from typing import Any

import segno
from django import forms
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import RedirectURLMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from govhall.doors.fields import CodeField
from govhall.doors.forms import Form
from tenants import factors
from tenants.addresses import address_of
from tenants.audit import Action, record_of
from tenants.carried import opened
from tenants.devices import device_of, remember_device
from tenants.models import Person
from tenants.onward import HALLS, go_on
from tenants.signing import note_signing
from tenants.throttle import Door

HALF = 'half'
HALF_SECONDS = 10 * 60
BACKEND = 'tenants.backends.AccountBackend'
GUESSES = Door('second step')  # whoever guesses here has shown the password before
WRONG = '验证码不对，或者已经用过。请等手机上换了新的验证码再输。'
WAIT = '验证码输错了几次，请一刻钟后再登录。'
MUST_SCAN = '验证码不对。请看手机时间准不准，再输一次现在显示的 6 位数字。'


class CodeForm(Form):
    """The code that the app shows now, or a recovery code."""

    code = CodeField(
        label='验证码',
        max_length=10,
        help_text='打开手机上的验证器，输入现在显示的 6 位数字。手机不在身边，就输一个恢复码。',
        widget=forms.TextInput(attrs={'autofocus': True, 'autocomplete': 'one-time-code', 'inputmode': 'text'}),
        error_messages={'required': '请输入验证码。'},
    )


class FirstCodeForm(Form):
    """The first code of a new secret."""

    code = CodeField(
        label='手机上显示的 6 位数字',
        max_length=6,
        widget=forms.TextInput(attrs={'autocomplete': 'one-time-code', 'inputmode': 'numeric'}),
        error_messages={'required': '请输入手机上显示的 6 位数字。'},
    )


def ask_code(request: HttpRequest, person: Person) -> HttpResponse:
    """The page that asks for the code, after the right password; whoever was signed in here is so no longer."""
    request.session.flush()
    request.session[HALF] = [person.pk, int(time.time()), person.get_session_auth_hash()]
    return _code_page(request, CodeForm())


def _half(request: HttpRequest) -> Person | None:
    """Whose password was right here a few minutes ago, while the account is open and the password still that one."""
    kept = request.session.get(HALF)
    if not isinstance(kept, list) or time.time() - kept[1] > HALF_SECONDS:
        return None
    person = Person.objects.filter(pk=kept[0]).first()
    if person is None or not person.is_open(timezone.now()):
        return None
    return person if constant_time_compare(kept[2], person.get_session_auth_hash()) else None


def _code_page(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    kept = {name: request.POST.get(name, '') for name in ('next', 'carried')}
    return render(request, 'tenants/second_step.html', {'form': form, **kept}, status=status)


class _Back(RedirectURLMixin):
    """Where somebody wanted to go; only addresses of this server count."""

    redirect_field_name = 'next'

    def __init__(self, request: HttpRequest) -> None:
        self.request = request


@sensitive_post_parameters()
@never_cache
@require_http_methods(['GET', 'HEAD', 'POST'])
def second_step(request: HttpRequest) -> HttpResponse:
    """GET the page that asks for the code; POST it: now the person is signed in. Without a password before: back."""
    person = _half(request)
    if person is None:
        return HttpResponseRedirect(reverse('sign_in'))
    form = CodeForm(request.POST if request.method == 'POST' else None)
    if not form.is_valid() or not _is_right(request, person, form):
        return _code_page(request, form, status=422 if form.is_bound else 200)
    request.session.pop(HALF)
    with transaction.atomic():
        login(request, person, backend=BACKEND)
        note_signing(Action.SIGNED_IN, person)
    answer = _go_on(request, person)
    remember_device(request, answer, person.username)
    return answer


def _is_right(request: HttpRequest, person: Person, form: CodeForm) -> bool:
    asker = device_of(request, person.username) or address_of(request)
    if GUESSES.closed(person.username, asker):
        form.add_error('code', WAIT)
        return False
    if factors.is_right(person, form.cleaned_data['code']):
        GUESSES.note_right(person.username, asker)
        return True
    GUESSES.note_wrong(person.username, asker)
    told = {'known': True, 'step': 'code'}
    record_of(Action.SIGN_IN_FAILED, person=None, name='', subject=person.username, detail=told)
    form.add_error('code', WRONG)
    return False


def _go_on(request: HttpRequest, person: Person) -> HttpResponse:
    carried = opened(request.POST.get('carried', ''))
    if carried is not None:
        return go_on(request, carried, person)
    return HttpResponseRedirect(_Back(request).get_redirect_url() or HALLS)


@sensitive_post_parameters()
@never_cache
@require_http_methods(['GET', 'HEAD', 'POST'])
def second_factor(request: HttpRequest) -> HttpResponse:
    """GET how to make a second factor, or that there is one; POST its first code: the recovery codes, shown once."""
    if not isinstance(request.user, Person):
        raise Http404
    person = request.user
    if person.factor_since is not None:
        return render(request, 'tenants/second_factor_made.html', {'left': factors.recovery_left(person)})
    if request.method != 'POST':
        return _enrolment(request, factors.begin(person), FirstCodeForm())
    sealed, form = request.POST.get('sealed', ''), FirstCodeForm(request.POST)
    codes = factors.enrol(person, sealed=sealed, code=form.cleaned_data['code']) if form.is_valid() else None
    if codes is None:
        if form.is_valid():
            form.add_error('code', MUST_SCAN)
        return _enrolment(request, factors.again(person, sealed), form, status=422)
    update_session_auth_hash(request, person)
    return render(request, 'tenants/recovery_codes.html', {'codes': codes, 'person': person})


def _enrolment(request: HttpRequest, new: factors.NewFactor, form: Form, *, status: int = 200) -> HttpResponse:
    square = segno.make(new.address, error='m').svg_inline(scale=4, border=2, light='#fff')
    context: dict[str, Any] = {'new': new, 'form': form, 'square': square}
    return render(request, 'tenants/second_factor.html', context, status=status)
