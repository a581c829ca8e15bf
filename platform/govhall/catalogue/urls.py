"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.catalogue.views.data_quality import data_quality
from govhall.catalogue.views.files import bring_in, export, files, preview
from govhall.catalogue.views.grant_list import grants
from govhall.catalogue.views.grants import grant_page, withdraw

urlpatterns = [
    path('catalogue/grants/', grants, name='catalogue_grants'),
    path('catalogue/grants/<uuid:grant>/', grant_page, name='catalogue_grant'),
    path('catalogue/grants/<uuid:grant>/withdraw/', withdraw, name='catalogue_withdraw'),
    path('catalogue/cleaning/', data_quality, name='catalogue_cleaning'),
    path('catalogue/files/', files, name='catalogue_files'),
    path('catalogue/files/<slug:kind>.xlsx', export, name='catalogue_export'),
    path('catalogue/files/<slug:kind>/preview/', preview, name='catalogue_preview'),
    path('catalogue/files/<slug:kind>/bring-in/', bring_in, name='catalogue_bring_in'),
]
