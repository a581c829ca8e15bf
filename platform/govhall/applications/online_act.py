"""Acts on an online application, which is no case yet: form, address and mutation are derived from each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from govhall.acts.fields import form_class
from govhall.acts.registry import Described, PostedAct, registered
from govhall.doors.forms import Form
from tenants.roles import Role


@dataclass(frozen=True, kw_only=True, eq=False)
class OnlineAct(Described):
    """What the window does with an application; entered with `acts.registry.enter`.

    `address` stands below that of the application. `do` returns the new case where it `makes_case`, else None.
    """

    do: Callable[[PostedAct], Any]
    afterwards: Callable[[Any], str]
    address: str
    roles: frozenset[Role]
    makes_case: bool = False

    @cached_property
    def form(self) -> type[Form]:
        """The form of its fields and the version."""
        return form_class(self.fields)


def online_acts() -> Iterator[OnlineAct]:
    """All of them, as they were registered."""
    return (act for act in registered() if isinstance(act, OnlineAct))


def online_act_at(address: str) -> OnlineAct | None:
    """The one with this address, if there is one."""
    return next((act for act in online_acts() if act.address == address), None)
