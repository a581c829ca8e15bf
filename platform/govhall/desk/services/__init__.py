"""Writes of the desks that change no case: a look at a person is recorded, a file is ordered once more."""
