"""Every address of a hall that is moving: one page that says so."""

from django.urls import re_path

from govhall.project.moves.pages import moving_page

urlpatterns = [re_path('', moving_page)]
