"""Indicative targets: paths, progress along them, and what a revision of statistics does to both."""

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
from ketenkompas.policy._revision import Observation, Revision, change, rebased_level, revision
from ketenkompas.policy._target import Budget, PathKind, PathPoint, RebaseRule, Target, path

__all__ = [
    "Budget",
    "BudgetProgress",
    "CorridorState",
    "Observation",
    "PathKind",
    "PathPoint",
    "RebaseRule",
    "Revision",
    "Target",
    "budget_progress",
    "change",
    "corridor_state",
    "distance",
    "path",
    "probability_above",
    "probability_fell",
    "rebased_level",
    "required_rate",
    "revision",
    "trend_rate",
]
