"""Indicative targets: paths, progress along them, and what a revision of statistics does to both."""

from ketenkompas.policy._budget import Period, checked_periods, corridor_budget, read_periods, usual_periods
from ketenkompas.policy._progress import (
    BudgetProgress,
    CorridorState,
    budget_progress,
    corridor_state,
    distance,
    probability_above,
    probability_fell,
    required_rate,
    trend_rate,
)
from ketenkompas.policy._rebase import REACHES, REBASE_RULES, Reach, Rebased, rebased
from ketenkompas.policy._revision import Observation, Revision, change, rebased_level, revision
from ketenkompas.policy._target import Budget, PathKind, PathPoint, RebaseRule, Target, path

__all__ = [
    "REACHES",
    "REBASE_RULES",
    "Budget",
    "BudgetProgress",
    "CorridorState",
    "Observation",
    "PathKind",
    "PathPoint",
    "Period",
    "Reach",
    "RebaseRule",
    "Rebased",
    "Revision",
    "Target",
    "budget_progress",
    "change",
    "checked_periods",
    "corridor_budget",
    "corridor_state",
    "distance",
    "path",
    "probability_above",
    "probability_fell",
    "read_periods",
    "rebased",
    "rebased_level",
    "required_rate",
    "revision",
    "trend_rate",
    "usual_periods",
]
