"""The cell's public pages: where to start, and how a case stands."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from govhall.doors.fields import CodeField
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import check_number
from govhall.look.refusals import show_refusal
from govhall.portal.attempts import TRACK, note_wrong
from govhall.portal.tracking import TrackingAnswer, WrongWord, answer
from tenants.addresses import address_of


class TooManyGuesses(Refused):
    """Guessing has to wait."""

    code = 'TOO_MANY_GUESSES'
    sentence = '输错的次数太多了，请一刻钟后再查，或带回执到收件的大厅询问。'


class TrackForm(Form):
    """The number and the query word of a receipt."""

    number = CodeField(
        label='办件编号',
        max_length=40,
        help_text='回执上的 21 位编号，空格不用输',
        error_messages={'required': '请输入回执上的办件编号。'},
        widget=forms.TextInput(attrs={'autocomplete': 'off', 'autocapitalize': 'characters'}),
    )
    word = CodeField(
        label='查询码',
        max_length=12,
        help_text='回执上的 6 位查询码，大小写都可以',
        error_messages={'required': '请输入回执上的查询码。'},
        widget=forms.TextInput(attrs={'autocomplete': 'off', 'autocapitalize': 'characters'}),
    )


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """GET where to start: villagers ask how their case stands, staff sign in."""
    return render(request, 'portal/home.html')


@login_not_required
@never_cache
@sensitive_post_parameters('number', 'word')
@require_http_methods(['GET', 'HEAD', 'POST'])
def track(request: HttpRequest) -> HttpResponse:
    """GET the form; POST number and word: the answer. Neither ever stands in an address."""
    form = TrackForm(request.POST if request.method == 'POST' else None)
    found, status = None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            found, status = _look_up(request, form)
    template = 'portal/answer.html' if found else 'portal/track.html'
    return render(request, template, {'form': form, 'answer': found}, status=status)


def _look_up(request: HttpRequest, form: TrackForm) -> tuple[TrackingAnswer | None, int]:
    number, word, address = '', form.cleaned_data['word'], address_of(request)
    try:
        number = check_number(form.cleaned_data['number'])
        if TRACK.closed(number, address):
            raise TooManyGuesses
        found = answer(number, word)
        TRACK.note_right(number, address)
        return found, 200
    except WrongWord as refusal:
        note_wrong(TRACK, number, word, request)
        show_refusal(form, refusal)
        return None, 422
    except Refused as refusal:
        show_refusal(form, refusal)
        return None, 429 if isinstance(refusal, TooManyGuesses) else 422
