"""Total and groups found together by a mixed integer program, where sharing the total alone leaves a group too little room.

One variable for each possible admission (1 where it is given), one for each unit's people of a group: no more
than the unit gets, no more than are admitted or ready. As gains fall, a unit's first admissions are always taken first.
"""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np

from taonguon.plans.allocation import UnitFacts, gain

SECONDS = 20.0
"""The solver gives the best it has after so long, and says how far from the best it may be."""
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False, "threads": 1, "random_seed": 1, "time_limit": SECONDS, "mip_rel_gap": 1e-9,
    # Both compare columns pair by pair: on the one long row of the total that takes minutes and gains nothing.
    "presolve": "off", "mip_detect_symmetry": False,
}  # fmt: skip
_MISSED = 10.0
"""What one missing of a group costs, in thousands of the largest gain: more than any other order of admissions."""


def found_together(
    units: Sequence[UnitFacts], total: int, parts: Mapping[str, int], strong: Mapping[int, float], scale: float
) -> tuple[dict[int, int], float]:
    """Give the numbers of the best allocation that leaves room for the groups, and its proven gap."""
    model = _Model()
    first: dict[int, list[int]] = {}
    for u in units:
        first[u.pk] = [
            model.variable(gain(u, strong[u.pk], k, scale) / scale, 1.0, whole=True)
            for k in range(u.floor + 1, u.cap + 1)
        ]
    every = [column for columns in first.values() for column in columns]
    rest = float(total - sum(u.floor for u in units))
    model.row(rest, rest, [(c, 1.0) for c in every])
    for measure, number in parts.items():
        line = [(model.variable(-_MISSED * 1000, float(number)), 1.0)]
        for u in units:
            room = min(u.room(measure), u.cap)
            if room:
                column = model.variable(0.0, float(room))
                line.append((column, 1.0))
                model.row(-model.endless, float(u.floor), [(column, 1.0), *((c, -1.0) for c in first[u.pk])])
        model.row(float(number), model.endless, line)
    values, gap = model.solve()
    return {u.pk: u.floor + round(sum(values[c] for c in first[u.pk])) for u in units}, gap


class _Model:
    """Columns and rows gathered for the solver."""

    endless = float(highspy.kHighsInf)

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.starts: list[int] = [0]
        self.index: list[int] = []
        self.value: list[float] = []

    def variable(self, cost: float, upper: float, *, whole: bool = False) -> int:
        """Add a variable from 0 to its upper end; give its column."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, low: float, high: float, entries: Sequence[tuple[int, float]]) -> None:
        """Add a row between two ends."""
        self.low.append(low)
        self.high.append(high)
        self.index.extend(column for column, _value in entries)
        self.value.extend(value for _column, value in entries)
        self.starts.append(len(self.index))

    def solve(self) -> tuple[Sequence[float], float]:
        """Maximise; give the value of each column and the gap that was proven."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), len(self.low)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_, lp.col_lower_ = np.array(self.cost), np.zeros(len(self.cost))
        lp.col_upper_ = np.array(self.upper)
        lp.row_lower_, lp.row_upper_ = np.array(self.low), np.array(self.high)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = np.array(self.starts), np.array(self.index)
        lp.a_matrix_.value_ = np.array(self.value)
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in _OPTIONS.items():
            solver.setOptionValue(name, value)
        solver.passModel(lp)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise RuntimeError(f"No allocation was found: {solver.getModelStatus()}")
        gap = float(info.mip_gap)
        return solver.getSolution().col_value, 0.0 if gap < 1e-8 else gap
