"""Addresses of the front desk, below a hall's prefix."""

from django.urls import path

from govhall.frontdesk.views.counter import application, check, counter
from govhall.frontdesk.views.online import online_file, online_one, online_receive, online_return
from govhall.frontdesk.views.queue import online

urlpatterns = [
    path('online/', online, name='online'),
    path('online/<uuid:uid>/', online_one, name='online_one'),
    path('online/<uuid:uid>/receive/', online_receive, name='online_receive'),
    path('online/<uuid:uid>/return/', online_return, name='online_return'),
    path('online/<uuid:uid>/file/<str:content>/', online_file, name='online_file'),
    path('counter/', counter, name='counter'),
    path('counter/<str:matter>/', application, name='application'),
    path('counter/<str:matter>/check/', check, name='application_check'),
]
