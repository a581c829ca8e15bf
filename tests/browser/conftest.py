"""A real browser before the real pages, over the halls of the seed; what it changes is rolled back."""

import shutil
from collections.abc import Iterator
from threading import Lock
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import expect as playwright_expect

from tests.builders.world import World

DESK = {'width': 1366, 'height': 768}
PATIENCE = 15_000  # milliseconds; a busy machine is slow


class OneAtATime(StaticFilesHandler):
    """Answers one request after the other, because all of them share the test's connection and its transaction."""

    turn = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self.turn:
            return super().__call__(environ, start_response)


class KeepingServer(ThreadedWSGIServer):
    """A thread a socket, as Chromium opens some in advance; leaves the shared connection open."""

    def _close_connections(self) -> None:
        pass


class SharingThread(LiveServerThread):
    """The server beside the test."""

    server_class = KeepingServer


@pytest.fixture(scope='module')
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; ends with the module, so that other tests run without its event loop."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django would refuse the database beside one.
        environment.setenv('DJANGO_ALLOW_ASYNC_UNSAFE', 'true')
        chromium = playwright.chromium.launch(executable_path=shutil.which('chromium'), args=['--no-sandbox'])
        yield chromium
        chromium.close()
        # Beside the loop Django keeps connections of its own, which nobody else would close.
        connection.close()


@pytest.fixture
def site(browser: Browser, world: World) -> Iterator[str]:
    """The address of the cell, without a slash at the end."""
    # As the test client does: between requests the connection stays, with the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    connection.inc_thread_sharing()
    server = SharingThread('127.0.0.1', OneAtATime, connections_override={'default': connections['default']})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f'http://127.0.0.1:{server.port}'
    server.terminate()
    connection.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A desk's screen with a session of its own."""
    context = browser.new_context(base_url=site, viewport=DESK, locale='zh-CN')
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    """The same with JavaScript off."""
    context = browser.new_context(base_url=site, viewport=DESK, locale='zh-CN', java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


# A busy machine answers late; what never comes still fails.
playwright_expect.set_options(timeout=20_000)
