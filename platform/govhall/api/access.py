"""Who asks in which hall, and the roles without which nothing is told."""

import graphene

from govhall.casework.rules.transitions import NotYourRole
from tenants.access import Actor
from tenants.middleware import hall_of
from tenants.models import Hall
from tenants.roles import Role


def actor_of(info: graphene.ResolveInfo, roles: frozenset[Role]) -> Actor:
    """The actor whom the view has let in, if they hold one of the roles in this hall. Raises NotYourRole."""
    actor: Actor = info.context.actor
    if not actor.roles & roles:
        raise NotYourRole
    return actor


def hall_here(info: graphene.ResolveInfo) -> Hall:
    """The hall of the address."""
    return hall_of(info.context)
