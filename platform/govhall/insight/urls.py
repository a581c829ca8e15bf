"""Addresses of this room, below a hall's prefix."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from govhall.insight.graphql.view import HallGraphQLView
from govhall.insight.views import figures_page

urlpatterns = [
    path('figures/', figures_page, name='figures'),
    # Both checks are made by the view itself, which answers in JSON.
    path('graphql/', csrf_exempt(login_not_required(HallGraphQLView.as_view())), name='graphql'),
]
