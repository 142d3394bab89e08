"""The browser as choreographer holds it, with two things done otherwise.

Imported when the first picture needs a browser: the library is heavy, and SVG does without it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from choreographer import Browser
from choreographer.browsers import Chromium

_WATCH_SECONDS = 0.5
_UNWANTED = ("--disable-web-security", "--allow-file-access-from-files")
_WANTED = (
    "--disable-background-networking",
    "--disable-quic",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
)


class Quiet(Chromium):
    """Chromium that speaks with nobody."""

    def get_cli(self) -> Sequence[str]:
        return [*(part for part in super().get_cli() if part not in _UNWANTED), *_WANTED]


class Held(Browser):
    """A browser that leaves the filters of warnings alone."""

    async def _watchdog(self) -> None:
        """Close when the process has ended.

        The library's own keeps other filters of warnings for as long as the browser lives. They
        belong to all threads, so putting them back, whenever that is, would undo what others have
        set in the meantime.
        """
        while self.subprocess.poll() is None:
            await asyncio.sleep(_WATCH_SECONDS)
        self._watch_dog_task = None  # close() stops the watcher, which would stop close()
        with suppress(Exception):  # the process is gone; what is left are files that may be busy
            await self.close()
