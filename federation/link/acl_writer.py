"""Writes the rights of cells into Kafka's access control lists."""

from collections.abc import Sequence

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)

from federation.link.administration import administration
from federation.link.port import LinkDown
from federation.link.rights import CellUser, Right, rights_of

ANY_HOST = '*'


def write_rights(servers: Sequence[str], users: Sequence[CellUser]) -> tuple[int, int]:
    """Give each user exactly the rights of its cell, and return how many were added and how many taken away.

    Users that are not named are left alone. Raises LinkDown.
    """
    cells = [who.cell for who in users]
    wanted = set().union(*(rights_of(who, cells) for who in users))
    with administration(servers) as admin:
        there = set().union(*(_found(admin, who.user) for who in users))
        _add(admin, [_allowed(right) for right in sorted(wanted)], there)
        surplus = sorted(there - {_entry(_allowed(right)) for right in wanted})
        if surplus:
            admin.delete_acls([_filter_of(entry) for entry in surplus])
    return len({_entry(_allowed(right)) for right in wanted} - there), len(surplus)


AclEntry = tuple[str, str, int, int, int, str, int]


def _entry(acl: ACL) -> AclEntry:
    at = acl.resource_pattern
    numbers = (int(acl.operation), int(acl.permission_type), int(at.resource_type))
    return (acl.principal, acl.host, *numbers, at.resource_name, int(at.pattern_type))


def _found(admin: KafkaAdminClient, user: str) -> set[AclEntry]:
    everything = ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
    asked = ACLFilter(f'User:{user}', None, ACLOperation.ANY, ACLPermissionType.ANY, everything)
    return {_entry(acl) for acl in admin.describe_acls(asked)[0]}


def _add(admin: KafkaAdminClient, wanted: Sequence[ACL], there: set[AclEntry]) -> None:
    missing = [acl for acl in wanted if _entry(acl) not in there]
    failed = admin.create_acls(missing)['failed'] if missing else []
    if failed:
        raise LinkDown(f'{len(failed)} rights were not written: {failed[0].__name__}')


def _allowed(right: Right) -> ACL:
    kind = ACLResourcePatternType.PREFIXED if right.begins else ACLResourcePatternType.LITERAL
    pattern = ResourcePattern(ResourceType[right.resource], right.name, kind)
    return ACL(f'User:{right.user}', ANY_HOST, ACLOperation[right.operation], ACLPermissionType.ALLOW, pattern)


def _filter_of(entry: AclEntry) -> ACLFilter:
    principal, host, operation, permission, resource, name, kind = entry
    pattern = ResourcePatternFilter(ResourceType(resource), name, ACLResourcePatternType(kind))
    return ACLFilter(principal, host, ACLOperation(operation), ACLPermissionType(permission), pattern)
