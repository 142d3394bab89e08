"""What the data means: journeys, children's circumstances and protection levels.

import routes

atlas = routes.load()
girl = routes.Child(age=15, company="alone", status="asylum_seeker")
atlas.levels("LBY", girl, 2025)[2].why
"""

from routes.atlas import Atlas, load
from routes.errors import BrokenJourneyError, BrokenRubricError, RoutesError, UnknownNameError
from routes.model import Answer, Child, Fact, Journey, Level, Route, Stage
from routes.protection import FIRST_YEAR, LAST_YEAR, YEARS, Protection, World
from routes.rubric import GOALS, Goal, Measure, Rubrics, load_rubrics

__all__ = [
    "FIRST_YEAR",
    "GOALS",
    "LAST_YEAR",
    "YEARS",
    "Answer",
    "Atlas",
    "BrokenJourneyError",
    "BrokenRubricError",
    "Child",
    "Fact",
    "Goal",
    "Journey",
    "Level",
    "Measure",
    "Protection",
    "Route",
    "RoutesError",
    "Rubrics",
    "Stage",
    "UnknownNameError",
    "World",
    "load",
    "load_rubrics",
]
