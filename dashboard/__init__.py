"""The screen: pages, embeds, exports. In a notebook: ``from dashboard import view``.

Nothing is imported before it is asked for: ``import dashboard`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.notebook import View, view

__all__ = ["View", "view"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dashboard import notebook

    return getattr(notebook, name)
