"""Words inside a PNG: title and description, as text chunks that programs read."""

from __future__ import annotations

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def with_words(png: bytes, **words: str) -> bytes:
    """Return the picture with a UTF-8 text chunk (iTXt) a word, after its header."""
    head = len(_SIGNATURE) + 8 + struct.unpack(">I", png[8:12])[0] + 4
    chunks = b"".join(
        _chunk(b"iTXt", name.encode() + b"\0\0\0\0\0" + text.encode("utf-8", "replace"))
        for name, text in words.items()
    )
    return png[:head] + chunks + png[head:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def size_of(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels.

    Raises:
        ValueError: it is no PNG.
    """
    if not png.startswith(_SIGNATURE):
        raise ValueError("This is no PNG.")
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)
