from datetime import UTC, datetime, timedelta

from govhall.look.line import describe_line

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 11:00 in the hall


def test_empty_queue_means_that_the_line_is_up() -> None:
    words = describe_line(waiting=0, oldest=None, upper='县中心', now=NOW)
    assert words == ('与县中心连接正常', 'good')


def test_line_that_is_down_is_said_also_when_nothing_waits() -> None:
    words = describe_line(waiting=0, oldest=None, upper='县中心', now=NOW, is_up=False)
    assert words == ('与县中心的线路不通，照常办理，恢复后自动发送', 'soon')


def test_message_that_waits_for_seconds_worries_nobody() -> None:
    words = describe_line(waiting=2, oldest=NOW - timedelta(seconds=20), upper='县中心', now=NOW)
    assert words == ('正在上报 2 件', 'good')


def test_standing_queue_says_since_when_and_that_nothing_need_be_done() -> None:
    words = describe_line(waiting=3, oldest=NOW - timedelta(minutes=18), upper='县中心', now=NOW)
    assert words == ('上报排队 3 件，最早 10:42，恢复后自动发送', 'soon')


def test_queue_of_yesterday_names_its_day() -> None:
    words = describe_line(waiting=3, oldest=NOW - timedelta(days=1), upper='县中心', now=NOW)
    assert '最早 11月22日 11:00' in words.words
