"""What a cell's user may do at the brokers, as a list."""

from federation.link.rights import CellUser, Right, rights_of

CELLS = ['bazhong', 'bazhong2', 'sichuan']
LANES = ('inbox', 'bulk', 'facts', 'receipts')


def may(who: CellUser, operation: str, topic: str) -> bool:
    return any(
        topic.startswith(right.name) if right.begins else topic == right.name
        for right in rights_of(who, CELLS)
        if (right.operation, right.resource) == (operation, 'TOPIC')
    )


def test_cell_reads_its_own_topics_and_the_shared_ones_only() -> None:
    who = CellUser('bazhong', 'gov-bazhong')
    assert all(may(who, 'READ', f'govhall.bazhong.{lane}') for lane in LANES)
    assert all(may(who, 'READ', f'govhall.{lane}') for lane in ('directory', 'catalogue'))
    assert not any(may(who, 'READ', f'govhall.{cell}.{lane}') for cell in ('bazhong2', 'sichuan') for lane in LANES)


def test_cell_writes_to_every_cell_and_to_the_directory_and_only_who_enters_it_to_the_catalogue() -> None:
    county, root = CellUser('bazhong', 'bazhong'), CellUser('sichuan', 'sichuan', enters=True)
    assert all(may(county, 'WRITE', f'govhall.{cell}.{lane}') for cell in CELLS for lane in LANES)
    assert may(county, 'WRITE', 'govhall.directory')
    assert not may(county, 'WRITE', 'govhall.catalogue')
    assert may(root, 'WRITE', 'govhall.catalogue')
    assert not may(root, 'WRITE', 'govhall.elsewhere.inbox')


def test_rights_are_those_of_the_user_and_never_more_than_reading_and_writing() -> None:
    rights = rights_of(CellUser('bazhong', 'gov-bazhong', enters=True), CELLS)
    assert {right.user for right in rights} == {'gov-bazhong'}
    assert {right.operation for right in rights} == {'READ', 'WRITE'}
    assert [right for right in rights if right.begins] == [
        Right('gov-bazhong', 'READ', 'TOPIC', 'govhall.bazhong.', begins=True)
    ]
    assert {right.name for right in rights if right.resource == 'GROUP'} == {'govhall.bazhong'}
