"""A list of views as CSV: one file a row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from dashboard.outputs.batch import Line
from geodata.errors import DataError

LOOKS = ("size", "scale", "theme", "edition")
COLUMNS = ("view", "to", *LOOKS)
MOST_BYTES, MOST_ROWS = 10_000_000, 20_000


class ListError(DataError):
    """A list that can't be read as a whole."""


def read_list(path: Path, usual: dict[str, str] | None = None) -> list[Line]:
    """Return the rows of a list.

    Args:
        path: CSV in UTF-8 with the columns ``view`` and ``to``; ``size``, ``scale``, ``theme``
            and ``edition`` may be there.
        usual: what stands where a row says nothing.

    Raises:
        ListError: says what is wrong with the file and what to do.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ListError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ListError(f"{path} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise ListError(f"{path} is not in UTF-8. Save it as CSV in UTF-8.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    head = [name.strip() for name in reader.fieldnames or ()]
    strange = [name for name in head if name not in COLUMNS]
    if strange or not {"view", "to"} <= set(head) or len(set(head)) < len(head):
        found = ", ".join(head)[:200] or "nothing"
        raise ListError(
            f"{path}, row 1: found {found}; expected view and to, and those that are wanted of "
            f"{', '.join(LOOKS)}, separated by commas."
        )
    reader.fieldnames = head
    lines: list[Line] = []
    for row in reader:
        if "" in row:
            raise ListError(
                f"{path}, row {reader.line_num}: more cells than columns. Put an address that "
                'holds a comma into quotes: "/compare?a=ERI,SDN".'
            )
        looks = {
            name: (row.get(name) or "").strip() or (usual or {}).get(name, "") for name in LOOKS
        }
        lines.append(
            Line(view=row["view"].strip(), to=row["to"].strip(), looks=looks, row=reader.line_num)
        )
        if len(lines) > MOST_ROWS:
            raise ListError(f"{path} has more than {MOST_ROWS} rows. Part it.")
    if not lines:
        raise ListError(f"{path} lists no view.")
    return lines
