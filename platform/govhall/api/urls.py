"""Addresses of this room, below a hall's prefix."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from govhall.api.files import give_paper, take_file
from govhall.api.view import HallGraphQLView
from govhall.look.uploads import takes_files

urlpatterns = [
    # Both checks are made by the view itself, which answers in JSON.
    path('graphql/files/', csrf_exempt(login_not_required(take_file)), name='system_files'),
    path('graphql/papers/<uuid:uid>/<uuid:paper>/', csrf_exempt(login_not_required(give_paper)), name='system_paper'),
    path('graphql/', csrf_exempt(login_not_required(takes_files(HallGraphQLView.as_view()))), name='graphql'),
]
