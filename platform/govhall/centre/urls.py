"""Addresses of the centre, below a hall's prefix."""

from django.urls import path

from govhall.centre.board import centre_board
from govhall.centre.departments import centre_department, centre_window, departments
from govhall.centre.items import item_page, items
from govhall.centre.people import people, person_page
from govhall.centre.several import several
from govhall.centre.views import worklist

urlpatterns = [
    path('worklist/', worklist, name='worklist'),
    path('worklist/several/', several, name='several'),
    path('catalogue/', centre_board, name='catalogue_board'),
    path('catalogue/items/', items, name='catalogue_items'),
    path('catalogue/items/<str:code>/', item_page, name='catalogue_item'),
    path('catalogue/people/', people, name='catalogue_people'),
    path('catalogue/people/<int:person>/', person_page, name='catalogue_person'),
    path('catalogue/departments/', departments, name='catalogue_sections'),
    path('catalogue/departments/<str:department>/', centre_department, name='catalogue_department'),
    path('catalogue/departments/<str:department>/windows/<str:number>/', centre_window, name='catalogue_window'),
]
