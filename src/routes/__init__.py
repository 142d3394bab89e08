"""What the data means: journeys, children's circumstances and protection levels.

from routes import Child, load

atlas = load()
girl = Child(age=15, company="alone", status="asylum_seeker")
way = atlas.journey("central-med-horn")          # or atlas.journey(["ERI", "SDN", "LBY", "ITA"])
found = atlas.profile(way, child=girl, year=2024)
found.weakest, found.drops, found.known_share
atlas.levels("LBY", girl, 2024)[2].why
atlas.gaps(goal=2, routes=["central-med-horn"], child=girl, year=2024).not_kept
atlas.standing(2, child=girl, year=2024).fell
atlas.sheet(["LBY", "ITA"], child=girl, year=2024).to_frame()
atlas.what_if(["LBY:end-detention"]).effect(girl, 2024).sentences()
atlas.observations("unhcr_stateless", latest=True)   # beside the levels, never in them
atlas.levers(route="central-med-horn", child=girl, year=2024).rows[0]
atlas.open_questions(routes=["central-med-horn"], child=girl, year=2024).rows[0]
"""

from routes.atlas import Atlas, load
from routes.bounds import Bounds
from routes.comparison import Comparison, Difference, compare
from routes.coverage import Coverage
from routes.effects import Effect, LevelChange, Touched
from routes.errors import BrokenJourneyError, BrokenRubricError, RoutesError, UnknownNameError
from routes.gaps import STATES, Check, Gap, Gaps, GoalGap, State
from routes.histories import Change, History, Pair
from routes.journeys import FEWEST_STAGES, MOST_STAGES, journey, own_journey
from routes.lenses import LabelEffect, label_effects, label_sentences, labels
from routes.levers import Lever, PolicyChange, catalogue, load_levers
from routes.losses import (
    Loss,
    LossArea,
    LossesOfYear,
    areas_off_routes,
    areas_on,
    losses_of,
    losses_on,
)
from routes.missing import Missing, MissingAnswer, MissingOnRoute
from routes.model import Answer, Child, Fact, Journey, Leg, Level, Route, Stage
from routes.official import FigureClass, FigureSeries, OfficialFigures
from routes.open_questions import OpenQuestion, OpenQuestions
from routes.overview import Overview, Summary
from routes.profiles import Cell, Drop, Profile, Rise, profile
from routes.promises import Instrument, PromiseRule, PromiseRules
from routes.protection import FIRST_YEAR, LAST_YEAR, YEARS, Protection, World
from routes.ranking import RankedLever, Ranking
from routes.recorded import RecordedFigure, recorded_children
from routes.records import Commitment, GoodPractice, Milestone
from routes.rubric import GOALS, Goal, Measure, Rubrics, load_rubrics
from routes.sheet import MOST_COUNTRIES, LinkingWay, Sheet, SheetCell, SheetRow, linking_ways
from routes.standing import Move, StageLevel, Standing, YearCount
from routes.what_if import MOST_CHANGES, Supposed, WhatIf
from routes.words import Ref, Sentence, country_in_text

__all__ = [
    "FEWEST_STAGES",
    "FIRST_YEAR",
    "GOALS",
    "LAST_YEAR",
    "MOST_CHANGES",
    "MOST_COUNTRIES",
    "MOST_STAGES",
    "STATES",
    "YEARS",
    "Answer",
    "Atlas",
    "Bounds",
    "BrokenJourneyError",
    "BrokenRubricError",
    "Cell",
    "Change",
    "Check",
    "Child",
    "Commitment",
    "Comparison",
    "Coverage",
    "Difference",
    "Drop",
    "Effect",
    "Fact",
    "FigureClass",
    "FigureSeries",
    "Gap",
    "Gaps",
    "Goal",
    "GoalGap",
    "GoodPractice",
    "History",
    "Instrument",
    "Journey",
    "LabelEffect",
    "Leg",
    "Level",
    "LevelChange",
    "Lever",
    "LinkingWay",
    "Loss",
    "LossArea",
    "LossesOfYear",
    "Measure",
    "Milestone",
    "Missing",
    "MissingAnswer",
    "MissingOnRoute",
    "Move",
    "OfficialFigures",
    "OpenQuestion",
    "OpenQuestions",
    "Overview",
    "Pair",
    "PolicyChange",
    "Profile",
    "PromiseRule",
    "PromiseRules",
    "Protection",
    "RankedLever",
    "Ranking",
    "RecordedFigure",
    "Ref",
    "Rise",
    "Route",
    "RoutesError",
    "Rubrics",
    "Sentence",
    "Sheet",
    "SheetCell",
    "SheetRow",
    "Stage",
    "StageLevel",
    "Standing",
    "State",
    "Summary",
    "Supposed",
    "Touched",
    "UnknownNameError",
    "WhatIf",
    "World",
    "YearCount",
    "areas_off_routes",
    "areas_on",
    "catalogue",
    "compare",
    "country_in_text",
    "journey",
    "label_effects",
    "label_sentences",
    "labels",
    "linking_ways",
    "load",
    "load_levers",
    "load_rubrics",
    "losses_of",
    "losses_on",
    "own_journey",
    "profile",
    "recorded_children",
]
