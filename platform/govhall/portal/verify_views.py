"""The public page that says whether a paper is real: by the square on it, or by its code."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from govhall.doors.fields import CodeField
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from govhall.portal.attempts import too_many_unknown
from govhall.portal.verification import PaperNotVerified, VerificationAnswer, has_shape, normalised, verify
from govhall.portal.views import TooManyGuesses


class VerifyForm(Form):
    """The code beside the square."""

    code = CodeField(
        label='验证码',
        max_length=60,
        help_text='纸上二维码旁的 24 位字母和数字，空格不用输',
        error_messages={'required': '请输入纸上的验证码。'},
        widget=forms.TextInput(attrs={'autocomplete': 'off', 'autocapitalize': 'characters'}),
    )


@login_not_required
@never_cache
@require_http_methods(['GET', 'HEAD', 'POST'])
def verify_page(request: HttpRequest) -> HttpResponse:
    """GET the form; POST the code: the answer."""
    form = VerifyForm(request.POST if request.method == 'POST' else None)
    return _answer(request, form, unknown=422)


@login_not_required
@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """GET what the square on the paper leads to; 404 for a code that no paper has."""
    return _answer(request, VerifyForm({'code': code}), unknown=404)


def _answer(request: HttpRequest, form: VerifyForm, *, unknown: int) -> HttpResponse:
    found, status = None, 200
    if form.is_bound:
        status = unknown
        if form.is_valid():
            found, status = _look_up(request, form, unknown)
    template = 'portal/verified.html' if found else 'portal/verify.html'
    return render(request, template, {'form': form, 'paper': found}, status=status)


def _look_up(request: HttpRequest, form: VerifyForm, unknown: int) -> tuple[VerificationAnswer | None, int]:
    code = normalised(form.cleaned_data['code'])
    try:
        return verify(code), 200  # before anything is counted: whoever holds a paper is always answered
    except PaperNotVerified as refusal:
        waits = has_shape(code) and too_many_unknown(request)
        show_refusal(form, TooManyGuesses() if waits else refusal)
        return None, 429 if waits else unknown
    except Refused as refusal:
        show_refusal(form, refusal)
        return None, unknown
