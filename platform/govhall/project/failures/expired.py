"""A session that is over: what was typed is not lost, and no sign-in page lands inside another page."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from govhall.look.failures import Stands, asks_only, came_from, failure, home_of, is_part
from tenants.carried import carry
from tenants.views import START, SignInForm

OVER = '登录已过期，填的内容还在。请先登录，再回到这一页点一次。'


class SignInMiddleware(LoginRequiredMiddleware):
    """Signed out: a page leads to the sign-in page and back; a form goes with it; a part of a page says it in words."""

    def handle_no_permission(  # type: ignore[override]  # wider than a redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """Called for every view that wants somebody signed in, where nobody is."""
        if is_part(request):
            nothing = Stands('' if asks_only(request) else '这一步没有保存。')
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
        }
        return render(request, 'tenants/sign_in.html', context, status=403)


def page_of(request: HttpRequest) -> str:
    """The page on which the form stood: never the address of an act, which is no page."""
    uid = request.resolver_match.kwargs.get('uid') if request.resolver_match else None
    if '/cases/' in request.path_info and uid:
        return f'{home_of(request)}cases/{uid}/'
    return came_from(request) or home_of(request)
