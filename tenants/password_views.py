"""A person's own password, changed on a page; at the first sign-in with one that somebody else has set it must be."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from govhall.doors.fields import SecretField
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from tenants.addresses import address_of
from tenants.models import Person
from tenants.onward import HALLS
from tenants.passwords import set_own_password, weaknesses
from tenants.throttle import Door

GUESSES = Door('own password')  # somebody at a screen that its person has left
WAIT = '原密码输错了几次，请一刻钟后再改。'


class OwnPasswordForm(Form):
    """The old password once, the new one twice."""

    old_password = SecretField(label='原密码', widget=forms.PasswordInput(attrs={'autocomplete': 'current-password'}))
    new_password1 = SecretField(
        label='新密码',
        widget=forms.PasswordInput(attrs={'autocomplete': 'new-password'}),
        help_text='至少十个字符，不能全是数字，不要用别处用过的。',
    )
    new_password2 = SecretField(
        label='再输一遍新密码', widget=forms.PasswordInput(attrs={'autocomplete': 'new-password'})
    )

    def clean(self) -> None:
        """The new one is good, another one than before, and typed twice alike."""
        old, new, again = (self.cleaned_data.get(name) for name in self.fields)
        if new is None or again is None:
            return
        for sentence in weaknesses(new):
            self.add_error('new_password1', sentence)
        if new == old:
            self.add_error('new_password1', '新密码要和原密码不同。')
        if new != again:
            self.add_error('new_password2', '两遍输入的新密码不一样，请重新输入。')


@sensitive_post_parameters()
@require_http_methods(['GET', 'HEAD', 'POST'])
def own_password(request: HttpRequest) -> HttpResponse:
    """GET the form; POST it: the password is changed, and every other session of the person ends."""
    if not isinstance(request.user, Person):
        raise Http404
    person = request.user
    form = OwnPasswordForm(request.POST if request.method == 'POST' else None)
    if form.is_valid() and _change(request, person, form):
        update_session_auth_hash(request, person)
        messages.success(request, '密码已修改。别处登录的都已退出，下次请用新密码登录。')
        return HttpResponseRedirect(HALLS)
    context = {'form': form, 'first': person.password_given}
    return render(request, 'tenants/own_password.html', context, status=422 if form.is_bound else 200)


def _change(request: HttpRequest, person: Person, form: OwnPasswordForm) -> bool:
    asker = address_of(request)
    if GUESSES.closed(person.username, asker):
        form.add_error('old_password', WAIT)
        return False
    try:
        set_own_password(person, old=form.cleaned_data['old_password'], new=form.cleaned_data['new_password1'])
    except Refused as refusal:
        GUESSES.note_wrong(person.username, asker)
        form.add_error('old_password', str(refusal))
        return False
    GUESSES.note_right(person.username, asker)
    return True
