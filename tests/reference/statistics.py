"""Values that the statistics of studies are held against, from SciPy and statsmodels.

Run in a fresh environment: pip install scipy statsmodels; python tests/reference/statistics.py
Writes tests/data/student_quantiles.csv, student_power.csv, sample_sizes.csv, mean_intervals.csv.
"""

import csv
import math
import pathlib

import numpy as np
from scipy import integrate, stats
from statsmodels.stats.power import TTestIndPower, TTestPower

DATA = pathlib.Path(__file__).parent.parent / "data"


def write(name, head, rows):
    with open(DATA / name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(head)
        out.writerows([[repr(float(x)) for x in row] for row in rows])


FREEDOM = [1, 2, 3, 4, 5, 8, 10, 20, 38, 99, 198, 1000, 20000]
write(
    "student_quantiles.csv",
    ["level", "freedom", "t"],
    [[level, nu, stats.t.isf(level / 2, nu)] for level in (0.05, 0.01, 0.2) for nu in FREEDOM],
)


def power(shift, nu, level):
    t = stats.t.isf(level / 2, nu)
    return stats.nct.sf(t, nu, shift) + stats.nct.cdf(-t, nu, shift)


def sure_power(shift, nu, level):
    """The same where SciPy's noncentral t has no number: integrated over the spread of the sample."""
    value = power(shift, nu, level)
    if math.isfinite(value):
        return value
    t = stats.t.isf(level / 2, nu)

    def beyond(s):
        tails = stats.norm.sf(t * s - shift) + stats.norm.cdf(-t * s - shift)
        return tails * stats.chi.pdf(s * math.sqrt(nu), nu) * math.sqrt(nu)

    points = [shift / t]
    return integrate.quad(beyond, 0, 40, points=points, limit=500)[0]


SHIFTS = [0.0, 0.1, 0.5, 1.0, 2.0, 2.8, 4.0, 8.0]
write(
    "student_power.csv",
    ["shift", "freedom", "level", "power"],
    [
        [shift, nu, 0.05, value]
        for shift in SHIFTS
        for nu in FREEDOM[:12]
        # SciPy has none at a few points far in the tail.
        if math.isfinite(value := power(shift, nu, 0.05))
    ],
)


def smallest(test, effect, wanted):
    """The smallest whole number whose power suffices, by the power itself."""
    n = 2
    while test(n, effect) < wanted:
        n += 1
    return n


def groups(n, effect):
    return sure_power(effect * math.sqrt(n / 2), 2 * n - 2, 0.05)


def pairs(n, effect):
    return sure_power(effect * math.sqrt(n), n - 1, 0.05)


rows = []
for effect in [0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0, 20.0, 40.0]:
    for wanted in (0.8, 0.9):
        a, b = smallest(groups, effect, wanted), smallest(pairs, effect, wanted)
        # statsmodels agrees, where its solver has a number (above 2, and not far in the tail).
        for n, model in ((a, TTestIndPower()), (b, TTestPower())):
            if n > 2:
                exact = np.ravel(model.solve_power(effect_size=effect, alpha=0.05, power=wanted))[0]
                assert not math.isfinite(exact) or math.ceil(exact) == n, (effect, wanted, n, exact)
        rows.append([effect, wanted, a, b])
write("sample_sizes.csv", ["effect", "power", "per_group", "paired"], rows)

SAMPLES = [[1.0, 2.5], [0.3, -0.1, 0.25], [5.1, 4.2, 6.6, 5.9, 3.8], [0.0, 1.0, 4.0, 9.0, 16.0, 25.0, 36.0]]
rows = []
for values in SAMPLES:
    low, high = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
    rows.append([len(values), low, high, *values])
write("mean_intervals.csv", ["count", "low", "high", "values"], rows)
