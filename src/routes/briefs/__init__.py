"""What a brief says: two pages on a country or a journey, before any screen or file.

``content`` has the parts; ``country`` and ``journey`` write them; the others one section each.
"""

from routes.briefs.content import Brief, Footnote, Line, Said, Section, Table
from routes.briefs.country import country_brief
from routes.briefs.journey import journey_brief
from routes.briefs.seen import Seen

__all__ = [
    "Brief",
    "Footnote",
    "Line",
    "Said",
    "Section",
    "Seen",
    "Table",
    "country_brief",
    "journey_brief",
]
