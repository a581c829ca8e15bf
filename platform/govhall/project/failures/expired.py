"""A session that is over: what was typed is not lost, and no sign-in page lands inside another page."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from govhall.look.failures import FailedStep, asks_only, came_from, failure, home_of, is_part
from govhall.project.public import PROGRESS
from tenants.carried import carry
from tenants.models import Person
from tenants.sessions import end_if_idle
from tenants.views import START, SignInForm

OVER = '登录已过期，填的内容还在。请先登录，再回到这一页点一次。'


class SignInMiddleware(LoginRequiredMiddleware):
    """Signed out: a page leads to the sign-in page and back; a form goes with it; a part of a page says it in words."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        """Called for every view; those that everybody may see read no session."""
        if not getattr(view_func, 'login_required', True):
            return None
        if request.user.is_authenticated:
            end_if_idle(request)
        if isinstance(request.user, Person) and request.user.password_given and not _may_wait(request):
            return _own_password_first(request)
        return cast('HttpResponse | None', super().process_view(request, view_func, view_args, view_kwargs))

    def handle_no_permission(  # type: ignore[override]  # wider than a redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """Called for every view that wants somebody signed in, where nobody is."""
        if is_part(request):
            nothing = FailedStep('' if asks_only(request) else '这一步没有保存。')
            sign_in = reverse('sign_in')
            return failure(
                request, 401, template='401.html', stands=nothing, sentence=OVER, go=sign_in, go_label='登录'
            )
        if asks_only(request):
            answer: HttpResponse = super().handle_no_permission(request, view_func)
            return answer
        if request.resolver_match and request.resolver_match.url_name == 'sign_out':
            return HttpResponseRedirect(START)
        page = page_of(request)
        context = {
            'form': SignInForm(request),
            'next': page,
            'carried': carry(request, page=page),
            'files': bool(request.FILES),
            'progress': PROGRESS,
        }
        return render(request, 'tenants/sign_in.html', context, status=403)


def _may_wait(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name in ('own_password', 'sign_out')


def _own_password_first(request: HttpRequest) -> HttpResponse:
    """Somebody else knows the password: what is done under it would be nobody's."""
    where = reverse('own_password')
    if is_part(request):
        return failure(request, 403, sentence='请先修改密码，再办这一步。', go=where, go_label='修改密码')
    return HttpResponseRedirect(where)


def page_of(request: HttpRequest) -> str:
    """The page on which the form stood: never the address of an act, which is no page."""
    return case_of(request) or came_from(request) or home_of(request)


def case_of(request: HttpRequest) -> str:
    """The page of the case whose act the address is; empty for any other address."""
    uid = request.resolver_match.kwargs.get('uid') if request.resolver_match else None
    try:
        page = reverse('case', args=[uid]) if uid else ''
    except NoReverseMatch:  # the cell's own addresses
        return ''
    return page if page and request.path.startswith(page) else ''
