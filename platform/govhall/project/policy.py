"""The content security policy of every page, as django-csp reads it."""

from csp.constants import NONE, SELF

# A page runs and shows only what this server serves as files: nothing that somebody wrote into a page can run.
POLICY = {
    'DIRECTIVES': {
        'default-src': [NONE],
        'script-src': [SELF],
        'style-src': [SELF],
        'img-src': [SELF, 'data:'],
        'connect-src': [SELF],
        'form-action': [SELF],
        'frame-ancestors': [NONE],
        'base-uri': [NONE],
    },
}
