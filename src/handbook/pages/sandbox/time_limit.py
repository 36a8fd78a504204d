"""A limit on the time that a block of code may take."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class RenderTimeout(BaseException):
    """Rendering took too long. Not an Exception, so that nothing on the way swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise RenderTimeout inside the block when it takes longer than so many seconds.

    It works in any thread, which SIGALRM does not: `handbook serve` rebuilds outside the main one.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    finished = False

    def stop() -> None:
        with lock:
            if not finished:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(RenderTimeout))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            finished = True
        # An exception set at the last moment would strike somewhere outside; take it back.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)
        timer.cancel()
