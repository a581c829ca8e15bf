"""Answers that pages of several rooms give."""

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """303: what was posted is stored, the page to look at is there."""

    status_code = 303
