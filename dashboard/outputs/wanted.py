"""What is asked for: a view, the file it shall become, and how it shall look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from dashboard.outputs.names import OutputError

# Ending of the file -> what it is. The ending alone decides.
FORMS: Mapping[str, str] = MappingProxyType(
    {
        ".png": "picture, 1 to 4 pixels a point",
        ".svg": "picture that stays sharp; needs no browser",
        ".pdf": "picture on a page of its own; a brief on its two",
        ".html": "one file that opens without network",
        ".docx": "a brief as a Word document",
        ".csv": "exactly what is shown, a row a value",
        ".xlsx": "the same as an Excel workbook that explains itself",
        ".json": "the view as /api/v1/views gives it",
        ".bib": "citation, BibTeX",
        ".csl.json": "citation, CSL-JSON",
        ".txt": "citation, a sentence",
        ".md": "citation, Markdown; a brief as Markdown",
    }
)
PICTURES = (".png", ".svg", ".pdf")
LONGEST_VIEW = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One file to make.

    Attributes:
        view: an address of the atlas as it was given: full link, path, query; of any way out.
        to: the file's name, as it was given.
        form: its ending, of ``FORMS``.
        size, scale, theme, edition: "" is what the address says, else the usual.
    """

    view: str
    to: str
    form: str
    size: str = ""
    scale: str = ""
    theme: str = ""
    edition: str = ""


def wanted(view: str, to: str, **looks: str) -> Wanted:
    """Return what is asked for.

    Args:
        looks: ``size``, ``scale``, ``theme``, ``edition``.

    Raises:
        OutputError: there is no view, or no such kind of file.
    """
    if not view.strip():
        raise OutputError("No view is named. Give an address of the atlas, such as /country/LBY.")
    if len(view) > LONGEST_VIEW:
        raise OutputError(f"The address is longer than {LONGEST_VIEW} characters.")
    return Wanted(view=view.strip(), to=to, form=form_of(to), **looks)


def form_of(name: str) -> str:
    """Return a file name's ending, of ``FORMS``.

    Raises:
        OutputError: no kind of file has this ending.
    """
    small = PurePosixPath(name).name.casefold()
    found = [form for form in FORMS if small.endswith(form) and small != form]
    if not found:
        raise OutputError(
            f"{name[:100]!r} has no ending that says what to make. Take one of: {', '.join(FORMS)}."
        )
    return max(found, key=len)
