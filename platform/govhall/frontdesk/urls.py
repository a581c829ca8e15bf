"""Addresses of the front desk, below a hall's prefix."""

from django.urls import path

from govhall.frontdesk.views.counter import application, check, counter
from govhall.frontdesk.views.rating import rate

urlpatterns = [
    path('counter/', counter, name='counter'),
    path('counter/<str:matter>/', application, name='application'),
    path('counter/<str:matter>/check/', check, name='application_check'),
    path('cases/<uuid:uid>/rate/', rate, name='rate'),
]
