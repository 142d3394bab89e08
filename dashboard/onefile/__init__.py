"""One view as one HTML file: opens from disk without network, for as long as browsers read HTML."""

from dashboard.onefile.document import KINDS, MOST_BYTES, OneFile, one_file

__all__ = ["KINDS", "MOST_BYTES", "OneFile", "one_file"]
