"""Addresses of a case, below a hall's prefix."""

from django.urls import path

from govhall.casework.views.acts import act
from govhall.casework.views.case import case_page
from govhall.casework.views.materials import download, upload, use_on_file
from govhall.casework.views.receipt import receipt
from govhall.casework.views.reveal import reveal
from govhall.casework.views.search import search

urlpatterns = [
    path('search/', search, name='search'),
    path('cases/<uuid:uid>/', case_page, name='case'),
    path('cases/<uuid:uid>/receipt/', receipt, name='receipt'),
    path('cases/<uuid:uid>/reveal/', reveal, name='reveal'),
    path('cases/<uuid:uid>/files/<str:paper>/', upload, name='upload'),
    path('cases/<uuid:uid>/on-file/<str:paper>/', use_on_file, name='use_on_file'),
    path('cases/<uuid:uid>/file/<str:content>/', download, name='download'),
    path('cases/<uuid:uid>/<slug:word>/', act, name='act'),
]
