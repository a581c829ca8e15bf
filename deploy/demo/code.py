"""The code that the authenticator app of a person of the demo shows now: `python -m deploy.demo.code LOGIN`."""

import sys
from pathlib import Path

from deploy.demo.player.authenticator import Phone

RUN = Path(__file__).resolve().parents[2] / '.run'


def main() -> int:
    """Print it, for the run that is there; 1 for somebody who has no second factor."""
    for folder in (RUN, RUN / 'direct'):
        try:
            print(Phone(folder).codes(sys.argv[1])[0])
        except (KeyError, IndexError):
            continue
        return 0
    print('这个登录名没有绑定验证器。用法：python -m deploy.demo.code 登录名', file=sys.stderr)
    return 1


if __name__ == '__main__':
    sys.exit(main())
