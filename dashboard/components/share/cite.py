"""Share, Cite: as a sentence, for BibTeX, for programs that read CSL-JSON."""

from __future__ import annotations

from dashboard.components.share.item import Items, copy_item
from dashboard.components.share.view import SharedView
from dashboard.exports.citing import bibtex, citation, csl_json


def items(view: SharedView) -> Items:
    version = view.data.version
    return [
        copy_item("Citation", citation(version, view.title, view.line, view.link)),
        copy_item("BibTeX", bibtex(version, view.title, view.link)),
        copy_item("CSL-JSON", csl_json(version, view.title, view.link)),
    ]
