"""The AsyncAPI 3 document: which messages travel on which topics, with which headers and keys.

The JSON Schemas beside it hold the bodies. Bodies between halls travel sealed: what is described is what is inside.
"""

from collections.abc import Iterable
from typing import Any

from federation.contracts.envelope import CONTENT_TYPE, SEALED_TYPE

VERSION = '3.0.0'
# By the first word of a type name: the topics that such messages travel on.
LANES = {
    'case': ('inbox', 'bulk'),
    'attachment': ('bulk',),
    'application': ('inbox', 'bulk'),
    'licence': ('inbox', 'bulk'),
    'mandate': ('inbox', 'bulk'),
    'fact': ('facts',),
    'transport': ('receipts',),
    'directory': ('directory',),
    'catalogue': ('catalogue',),
}
SHARED = ('directory', 'catalogue')
SEALED = ('inbox', 'bulk')
ABOUT = {
    'inbox': 'What halls say to halls of this cell about a case, live.',
    'bulk': 'The same when it catches up or is sent again, and the pieces of files.',
    'facts': 'Statistics without personal data, for the halls above.',
    'receipts': 'What cells tell each other about the road itself.',
    'directory': "Halls, their cells and everybody's keys; the newest entry of a key counts.",
    'catalogue': 'Matters, guides, grants and organs; the newest entry of a key counts.',
}
KEYS = {
    'inbox': 'the uid of the case',
    'bulk': 'the uid of the case',
    'facts': 'a random id of the fact',
    'receipts': 'free',
    'directory': 'the entry that this one replaces',
    'catalogue': 'the entry that this one replaces',
}
TEXT = {'type': 'string'}
NUMBER = {'type': 'string', 'pattern': '^[0-9]+$'}
HEADERS: dict[str, dict[str, Any]] = {
    'ce_specversion': {'const': '1.0'},
    'content-type': {'enum': [CONTENT_TYPE, SEALED_TYPE]},
    'ce_id': {'type': 'string', 'format': 'uuid'},
    'ce_type': TEXT,
    'ce_source': {**TEXT, 'description': 'code of the sending hall, or name of the cell'},
    'ce_recipient': {**TEXT, 'description': 'code of the receiving hall, or name of the cell'},
    'ce_subject': {'type': 'string', 'format': 'uuid', 'description': 'the case'},
    'ce_time': {'type': 'string', 'format': 'date-time'},
    'ce_sequence': {**NUMBER, 'description': 'place in the stream (subject, source, recipient), from 1; 0: no stream'},
    'ce_epoch': NUMBER,
    'ce_base': NUMBER,
    'ce_prevhash': {**TEXT, 'description': 'hash of the message before in the stream'},
    'ce_traceparent': TEXT,
    'ce_requesthash': {**TEXT, 'description': 'hash of the message that this one answers'},
    'ce_sealedfor': {**TEXT, 'description': 'the key that opens the body'},
    'ce_keyid': {**TEXT, 'description': 'the key that signed'},
    'ce_signature': {**TEXT, 'description': 'raw bytes: over the root of the batch'},
    'ce_proof': {**TEXT, 'description': 'raw bytes: that this message belongs to the batch'},
}
REQUIRED = [
    *('ce_specversion', 'content-type', 'ce_id', 'ce_type', 'ce_source', 'ce_recipient', 'ce_subject', 'ce_time'),
    *('ce_sequence', 'ce_epoch', 'ce_base'),
]


def lanes_of(type_name: str) -> tuple[str, ...]:
    """The lanes that messages of the type travel on. Raises ValueError for a subject that no lane is named for."""
    subject = type_name.partition('.')[0]
    if subject not in LANES:
        raise ValueError(f'{type_name}: name the lane of {subject!r} in federation/contracts/asyncapi.py')
    return LANES[subject]


def document(schemas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The whole document for these messages."""
    by_lane = {lane: [name for name in schemas if lane in lanes_of(name)] for lane in ABOUT}
    return {
        'asyncapi': VERSION,
        'info': {
            'title': 'govhall federation',
            'version': '1',
            'description': 'What halls and cells tell each other over Kafka: CloudEvents 1.0 in binary mode.',
        },
        'defaultContentType': CONTENT_TYPE,
        'channels': {lane: _channel(lane, names) for lane, names in by_lane.items()},
        'operations': _operations(by_lane),
        'components': {
            'messages': {name: _message(name, schema) for name, schema in schemas.items()},
            'messageTraits': {'cloudevent': {'headers': _headers()}},
        },
    }


def _channel(lane: str, names: Iterable[str]) -> dict[str, Any]:
    place: dict[str, Any] = {'address': f'govhall.{lane}'}
    if lane not in SHARED:
        place['address'] = f'govhall.{{cell}}.{lane}'
        place['parameters'] = {'cell': {'description': 'the receiving cell'}}
    return {
        **place,
        'description': ABOUT[lane],
        'messages': {name: {'$ref': f'#/components/messages/{name}'} for name in names},
        'bindings': {'kafka': {'topic': place['address'], 'bindingVersion': '0.5.0'}},
    }


def _operations(lanes: Iterable[str]) -> dict[str, Any]:
    return {
        f'{action}_{lane}': {'action': action, 'channel': {'$ref': f'#/channels/{lane}'}, 'summary': KEYS_SAY[lane]}
        for lane in lanes
        for action in ('send', 'receive')
    }


KEYS_SAY = {lane: f'The key of each record is {key}.' for lane, key in KEYS.items()}


def _message(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    is_sealed = any(lane in SEALED for lane in lanes_of(name))
    return {
        'name': name,
        'title': str(schema.get('$ref', name)).rpartition('/')[2],
        'contentType': SEALED_TYPE if is_sealed else CONTENT_TYPE,
        'traits': [{'$ref': '#/components/messageTraits/cloudevent'}],
        'payload': {'$ref': f'./schemas/{name}.json'},
    }


def _headers() -> dict[str, Any]:
    return {'type': 'object', 'properties': HEADERS, 'required': REQUIRED}
