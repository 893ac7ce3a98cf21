"""Sobol' indices and elementary effects by SALib, frozen as data for the tests of `sensitivity`.

    pip install SALib==1.6.0 && python tests/reference/sensitivity.py

Writes tests/data/sobol_values.csv, sobol_indices.csv, morris_points.csv and morris_effects.csv.
"""

import csv
from pathlib import Path

import numpy as np
from SALib.analyze import morris as morris_analysis
from SALib.analyze.sobol import first_order, total_order
from SALib.sample import morris as morris_sample

DATA = Path(__file__).parent.parent / "data"
INPUTS, ROWS, TRAJECTORIES = 3, 64, 8


def ishigami(x):
    x = np.pi * (2 * np.asarray(x) - 1)
    return np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def write(name, head, rows):
    with open(DATA / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([[repr(float(cell)) for cell in row] for row in rows])


def sobol():
    draw = np.random.default_rng(1)
    a, b = draw.random((ROWS, INPUTS)), draw.random((ROWS, INPUTS))
    mixed = [np.where(np.arange(INPUTS) == at, b, a) for at in range(INPUTS)]
    values = np.array([ishigami(points) for points in [a, b, *mixed]]).T
    write("sobol_values.csv", ["a", "b", "ab_1", "ab_2", "ab_3"], values)
    # The estimator of the first order is moved by a shift; about the mean of A and B it scatters least.
    centred = values - values[:, :2].mean()
    write(
        "sobol_indices.csv",
        ["first", "total"],
        [
            (
                first_order(centred[:, 0], centred[:, 2 + at], centred[:, 1]),
                total_order(centred[:, 0], centred[:, 2 + at], centred[:, 1]),
            )
            for at in range(INPUTS)
        ],
    )


def morris():
    names = [f"x{at + 1}" for at in range(INPUTS)]
    problem = {"num_vars": INPUTS, "names": names, "bounds": [[0, 1]] * INPUTS}
    points = morris_sample.sample(problem, TRAJECTORIES, num_levels=4, seed=1)
    values = ishigami(points)
    write("morris_points.csv", [*names, "value"], np.column_stack([points, values]))
    found = morris_analysis.analyze(problem, points, values, num_levels=4, seed=1)
    write("morris_effects.csv", ["mean", "size", "spread"], zip(found["mu"], found["mu_star"], found["sigma"]))


sobol()
morris()
