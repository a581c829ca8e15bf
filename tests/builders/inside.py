"""Runs a module's `main` in a process of a cell, with Django ready. Usage: MODULE ARGUMENTS..."""

import os
import sys
from importlib import import_module

import django

if __name__ == '__main__':
    os.environ['DJANGO_SETTINGS_MODULE'] = 'govhall.project.settings'
    django.setup()
    import_module(sys.argv[1]).main(*sys.argv[2:])
