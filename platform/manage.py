#!/usr/bin/env python
"""Django's command line for a checkout; an installed wheel has the same as `govhall`."""

from govhall.project.command import main

if __name__ == '__main__':
    main()
