"""Signing in and out, and choosing the hall to work in."""

from typing import Any

from django import forms
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from govhall.doors.fields import LoginField, SecretField
from govhall.doors.forms import PlainWords
from tenants.access import halls_of
from tenants.audit import Action
from tenants.carried import opened
from tenants.devices import remember_device
from tenants.factor_views import ask_code
from tenants.middleware import PREFIX
from tenants.models import Hall, Person
from tenants.onward import HALLS, go_on
from tenants.signing import note_failure, note_signing

START = '/'


class SignInForm(PlainWords, AuthenticationForm):
    """User name and password; what is wrong is said without saying which of the two."""

    username = LoginField(
        label='用户名',
        max_length=150,
        widget=forms.TextInput(attrs={'autofocus': True, 'autocapitalize': 'none', 'autocomplete': 'username'}),
        error_messages={'required': '请输入用户名。'},
    )
    password = SecretField(
        label='密码',
        widget=forms.PasswordInput(attrs={'autocomplete': 'current-password'}),
        error_messages={'required': '请输入密码。'},
    )
    error_messages = {
        'invalid_login': '用户名或密码不对，请重新输入。连续错五次，要等一刻钟才能再试。',
        'inactive': '这个账号已停用，请找系统管理员。',
        'not_begun': '这个账号还没到启用日期，请到那天再登录，或找系统管理员。',
        'ended': '这个账号已到停用日期，请找系统管理员。',
    }

    def confirm_login_allowed(self, user: Any) -> None:
        """Tell who knows the password why the account is closed. Raises ValidationError."""
        if user.is_open(timezone.now()):
            return
        ended = user.ends_at is not None and user.ends_at <= timezone.now()
        code = 'inactive' if not user.is_active else 'ended' if ended else 'not_begun'
        raise forms.ValidationError(self.error_messages[code], code=code)


class SignIn(LoginView):
    """GET the form; POST it: to where the person wanted to go, otherwise to their halls. Axes throttles guesses."""

    template_name = 'tenants/sign_in.html'
    authentication_form = SignInForm
    redirect_authenticated_user = False

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in and write it down, both or neither; or ask the code of the second factor first."""
        person = form.get_user()
        if isinstance(person, Person) and person.factor_since is not None:
            return ask_code(self.request, person)
        carried = opened(self.request.POST.get('carried', ''))
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
            note_signing(Action.SIGNED_IN, form.get_user())
        if carried is not None:
            answer = go_on(self.request, carried, form.get_user())
        remember_device(self.request, answer, form.get_user().get_username())
        return answer

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """What a person had typed stays in the page while they mistype the password."""
        return super().get_context_data(**kwargs) | {'carried': self.request.POST.get('carried', '')}

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Write down whose account was tried; what was typed for it stays nowhere."""
        if form.is_bound and form.data.get('username'):
            note_failure(str(form.data['username']), locked=bool(getattr(self.request, 'axes_locked_out', False)))
        return super().form_invalid(form)

    def get_default_redirect_url(self) -> str:
        """The choice of halls, which goes straight on for who has one."""
        return HALLS


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST: end the session and go to the start."""
    if isinstance(request.user, Person):
        note_signing(Action.SIGNED_OUT, request.user)
    logout(request)
    return HttpResponseRedirect(START)


@require_safe
def my_halls(request: HttpRequest) -> HttpResponse:
    """GET the halls in which the person works now; with one hall straight to it."""
    halls = halls_of(request.user) if isinstance(request.user, Person) else []
    if len(halls) == 1:
        return HttpResponseRedirect(home_of(halls[0]))
    places = [{'hall': hall, 'href': home_of(hall)} for hall in halls]
    return render(request, 'tenants/halls.html', {'places': places})


def home_of(hall: Hall) -> str:
    """The address of a hall's first page, from any other address."""
    return f'{PREFIX}{hall.slug}/'
