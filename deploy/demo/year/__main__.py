"""python -m deploy.demo.year cases|shelf: a part of a cell's year; runs in its environment, as the database's owner."""

import os
import sys
from importlib import import_module

import django

PARTS = {'cases': 'deploy.demo.year.cell', 'shelf': 'deploy.demo.year.shelf'}

if __name__ == '__main__':
    os.environ['DJANGO_SETTINGS_MODULE'] = 'govhall.project.settings'
    django.setup()
    sys.exit(import_module(PARTS[sys.argv[1]]).main())
