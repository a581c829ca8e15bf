"""What can go wrong when processes are started on this machine."""


class StartFailed(Exception):
    """A process did not come up, or kept dying; the sentence says which and ends with its last lines of log."""
