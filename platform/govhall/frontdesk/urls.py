"""Addresses of the front desk, below a hall's prefix."""

from django.urls import path

from govhall.frontdesk.views.counter import application, check, counter
from govhall.frontdesk.views.online import online_act, online_file, online_one
from govhall.frontdesk.views.queue import online

urlpatterns = [
    path('online/', online, name='online'),
    path('online/<uuid:uid>/', online_one, name='online_one'),
    path('online/<uuid:uid>/file/<str:content>/', online_file, name='online_file'),
    path('online/<uuid:uid>/<slug:word>/', online_act, name='online_act'),
    path('counter/', counter, name='counter'),
    path('counter/<str:matter>/', application, name='application'),
    path('counter/<str:matter>/check/', check, name='application_check'),
]
