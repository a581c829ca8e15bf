"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.accounts.account_list import accounts
from govhall.accounts.account_page import account
from govhall.accounts.password_sheets import give_password, give_passwords

urlpatterns = [
    path('accounts/', accounts, name='accounts'),
    path('accounts/passwords/', give_passwords, name='account_passwords'),
    path('accounts/<int:person>/', account, name='account'),
    path('accounts/<int:person>/password/', give_password, name='account_password'),
]
