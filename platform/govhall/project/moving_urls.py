"""Every address of a hall that is moving: one page that says so."""

from django.urls import re_path

from govhall.operations.moves.pages import moving_page

urlpatterns = [re_path('', moving_page)]

handler400 = 'govhall.project.failures.pages.not_understood'
handler403 = 'govhall.project.failures.pages.not_allowed'
handler404 = 'govhall.project.failures.pages.not_found'
handler500 = 'govhall.project.failures.pages.broken'
