"""Linear programs, solved by HiGHS in floating point; its only importer, and nothing it says is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sum of columns between two bounds.

    Attributes:
        columns: which.
        coefficients: one for each column.
        lower: minus infinity for none.
        upper: infinity for none.
    """

    columns: Sequence[int]
    coefficients: Sequence[float]
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """An optimal corner of the relaxation.

    Attributes:
        values: one for each column.
        duals: one for each row, above 0 where the lower bound binds.
    """

    values: list[float]
    duals: list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ray:
    """A weighing of the rows that shows they contradict each other.

    Attributes:
        duals: one for each row, above 0 for its lower bound.
    """

    duals: list[float]


class Relaxation:
    """A linear program to minimise, solved again and again with changed bounds from where it last stood.

    Args:
        costs: one for each column.
        upper: the columns' upper bounds; the lower ones are 0.
        rows: the first rows; more are pushed and popped while branching.
    """

    def __init__(self, *, costs: Sequence[float], upper: Sequence[float], rows: Sequence[Row]) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs leave it untyped
        for option, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("threads", 1),
        ):
            self._highs.setOptionValue(option, value)
        count = len(costs)
        self._highs.addVars(count, np.zeros(count), np.array(upper, dtype=float))
        self._highs.changeColsCost(count, np.arange(count, dtype=np.int32), np.array(costs, dtype=float))
        self._rows: list[Row] = []
        for row in rows:
            self.push(row)

    def fix(self, column: int, lower: float, upper: float) -> None:
        """Change a column's bounds."""
        self._highs.changeColBounds(column, lower, upper)

    def push(self, row: Row) -> None:
        """Add a row at the end."""
        self._rows.append(row)
        self._highs.addRow(
            row.lower,
            row.upper,
            len(row.columns),
            np.array(row.columns, dtype=np.int32),
            np.array(row.coefficients, dtype=float),
        )

    def pop(self) -> None:
        """Take the last row away."""
        self._rows.pop()
        self._highs.deleteRows(1, np.array([len(self._rows)], dtype=np.int32))

    def solve(self) -> Vertex | Ray | None:
        """Solve; none if HiGHS gives up."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._highs.getSolution()
            return Vertex(values=list(solution.col_value), duals=list(solution.row_dual))
        if status == highspy.HighsModelStatus.kInfeasible:
            _, exists, ray = self._highs.getDualRay()  # type: ignore[attr-defined]  # its stubs forget it
            return Ray(duals=[float(dual) for dual in ray] if exists else self._empty_contradiction())
        return None

    def _empty_contradiction(self) -> list[float]:
        """HiGHS sees at once, and gives no ray, that a row without columns cannot have a sum above 0."""
        return [float(not row.columns and row.lower > 0) for row in self._rows]


class LargeProgram:
    """A large linear program to minimise, given at once; columns are at least 0.

    Args:
        costs: one for each column.
        upper: one for each column.
        rows: all of them.
        whole: how many of the first columns must be whole.
    """

    def __init__(
        self, *, costs: Sequence[float], upper: Sequence[float], rows: Sequence[Row], whole: int
    ) -> None:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(costs), len(rows)
        lp.col_cost_ = np.array(costs, dtype=float)
        lp.col_lower_ = np.zeros(len(costs))
        lp.col_upper_ = np.array(upper, dtype=float)
        lp.row_lower_ = np.array([row.lower for row in rows], dtype=float)
        lp.row_upper_ = np.array([row.upper for row in rows], dtype=float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([one for row in rows for one in row.columns], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([one for row in rows for one in row.coefficients], dtype=float)
        self._lp, self._whole = lp, whole

    def relaxed(self) -> Vertex | None:
        """The optimum in fractions; none if HiGHS gives up."""
        return self._run([("solver", "ipm"), ("run_crossover", "off")])  # a corner is not needed for a bound

    def rounded(self, *, fixed: Sequence[tuple[int, int]], nodes: int, gap: float) -> Vertex | None:
        """A good solution in whole numbers with some columns fixed; duals mean nothing here.

        Args:
            fixed: columns and the values they keep.
            nodes: how many HiGHS may branch.
            gap: share of the objective at which it may stop.
        """
        lower, upper = np.array(self._lp.col_lower_), np.array(self._lp.col_upper_)
        columns = np.array([column for column, _ in fixed], dtype=np.int64)
        lower[columns] = upper[columns] = np.array([value for _, value in fixed], dtype=float)
        keep = self._lp.col_lower_, self._lp.col_upper_
        kinds = [highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous]
        self._lp.col_lower_, self._lp.col_upper_ = lower, upper
        self._lp.integrality_ = [kinds[column >= self._whole] for column in range(len(lower))]
        try:
            return self._run([("mip_max_nodes", nodes), ("mip_rel_gap", gap)])
        finally:
            self._lp.col_lower_, self._lp.col_upper_ = keep
            self._lp.integrality_ = []

    def _run(self, options: Sequence[tuple[str, float | str]]) -> Vertex | None:
        highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs leave it untyped
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), *options):
            highs.setOptionValue(option, value)
        highs.passModel(self._lp)
        highs.run()
        status = highs.getModelStatus()
        if status not in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit}:
            return None
        solution = highs.getSolution()
        return Vertex(values=list(solution.col_value), duals=list(solution.row_dual))
