"""Addresses of a case, below a hall's prefix."""

from django.urls import path

from govhall.casework.views.acts import act
from govhall.casework.views.case import case_page
from govhall.casework.views.papers import paper_file, paper_void
from govhall.casework.views.receipt import receipt
from govhall.casework.views.search import search

urlpatterns = [
    path('search/', search, name='search'),
    path('cases/<uuid:uid>/', case_page, name='case'),
    path('cases/<uuid:uid>/receipt/', receipt, name='receipt'),
    path('cases/<uuid:uid>/papers/<uuid:paper>/', paper_file, name='paper_file'),
    path('cases/<uuid:uid>/papers/<uuid:paper>/void/', paper_void, name='paper_void'),
    path('cases/<uuid:uid>/<slug:word>/', act, name='act'),
]
