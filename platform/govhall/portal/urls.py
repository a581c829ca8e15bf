"""The cell's public addresses: what needs no sign-in says so on its view."""

from django.urls import path

from govhall.documents.addresses import VERIFICATION
from govhall.portal.apply_views import apply, mine
from govhall.portal.guide_views import guide, guides
from govhall.portal.hall_views import find_hall, hall_page
from govhall.portal.licence_views import verify_licence
from govhall.portal.publication import published_page
from govhall.portal.verify_views import verify_code, verify_page
from govhall.portal.views import home, track

urlpatterns = [
    path('', home, name='start'),
    path('guide/', guides, name='guides'),
    path('guide/<str:matter>/', guide, name='guide'),
    path('find-hall/', find_hall, name='find_hall'),
    path('find-hall/<str:code>/', hall_page, name='hall_page'),
    path('apply/', mine, name='apply_mine'),
    path('apply/<str:matter>/<str:hall>/', apply, name='apply'),
    path('track/', track, name='track'),
    path('published/', published_page, name='published'),
    path(VERIFICATION, verify_page, name='verify'),
    path(f'{VERIFICATION}licence/', verify_licence, name='verify_licence'),
    path(f'{VERIFICATION}<str:code>/', verify_code, name='verify_code'),
]
