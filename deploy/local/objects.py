"""A real S3 server on a free port of the loopback address (S3Proxy over a folder): for tests, not for production."""

import http.client
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.local.child import Child, Program
from deploy.local.errors import StartFailed
from deploy.local.kafka import java_version
from deploy.local.ports import HOST, remembered_port
from deploy.local.secret import kept_secret, write_private

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ROOT / '.cache' / 'objects'
LOGGING = ROOT / 'deploy' / 'objects' / 'logback.xml'
ACCOUNT = 'govhall'


class Objects:
    """A running server that lets one account in; use it as a context manager, or stop it yourself."""

    def __init__(self, folder: Path) -> None:
        self.port = remembered_port(folder / 'objects.port')
        self.secret = kept_secret(folder / 'objects.password')
        data = folder / 'objects'
        data.mkdir(parents=True, exist_ok=True)
        settings = {
            's3proxy.authorization': 'aws-v4',
            's3proxy.endpoint': self.address,
            's3proxy.identity': ACCOUNT,
            's3proxy.credential': self.secret,  # in a file: an argument could be read by every account
            'jclouds.provider': 'filesystem-nio2',
            'jclouds.filesystem.basedir': str(data),
        }
        config = write_private(
            folder / 'objects.properties', ''.join(f'{key}={value}\n' for key, value in settings.items())
        )
        java = (
            'java',
            '-Xmx192m',
            '-XX:+UseSerialGC',
            '-XX:TieredStopAtLevel=1',
            f'-Dlogback.configurationFile={LOGGING}',
        )
        argv = (*java, '-cp', str(LIBRARIES / '*'), 'org.gaul.s3proxy.Main', '--properties', str(config))
        self.child = Child(Program('objects', argv, ready=self._ready, ready_within=60), folder / 'logs')

    @property
    def address(self) -> str:
        """The endpoint for clients."""
        return f'http://{HOST}:{self.port}'

    def start(self) -> Self:
        """Start the server and wait until it answers. Raises `StartFailed` without Java or the jars."""
        java_version()
        if not any(LIBRARIES.glob('s3proxy-*.jar')):
            raise StartFailed('the jars of S3Proxy are missing: `deploy/setup.sh objects` fetches them')
        self.child.start().wait_ready()
        return self

    def stop(self) -> None:
        """Stop it; objects stay."""
        self.child.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _ready(self) -> bool:
        line = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            line.request('GET', '/')
            return line.getresponse().status in (200, 403)  # it knows nobody who shows no key
        except OSError:
            return False
        finally:
            line.close()
