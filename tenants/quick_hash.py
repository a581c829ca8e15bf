"""Argon2 at a hundredth of its work, for a demo or a bench on one machine: its passwords live as long as the run."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same kind of hash, made with 1 MB of memory instead of 100."""

    time_cost, memory_cost, parallelism = 1, 1024, 1
