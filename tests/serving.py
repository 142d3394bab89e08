"""An app on a free port of this machine."""

import socket
import threading
from contextlib import contextmanager

import uvicorn


@contextmanager
def served(make):
    """Serve the app that ``make`` makes for an address, on a free port; yield the address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(make(address), log_level="warning"))
        ready = threading.Event()
        began = server.startup

        async def startup(sockets=None):
            await began(sockets)
            ready.set()

        server.startup = startup
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            assert ready.wait(300)
            yield address
        finally:
            server.should_exit = True
            thread.join(60)
