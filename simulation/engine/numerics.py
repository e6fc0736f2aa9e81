"""Elementary functions made of additions and multiplications only.

The C library's `exp` and `log` differ in the last bit between machines, and numpy's between processors.
These two use the operations whose result IEEE 754 fixes, so a run is bit-identical everywhere.

Source: the classical range reductions of Cody & Waite (1980); relative error below 4e-16, tested.
"""

from __future__ import annotations

import math

import numpy as np

from .compiled import inner, kernel

LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
INV_LN2 = 1.44269504088896338700
RECIPROCAL = tuple(1.0 / n if n else 0.0 for n in range(24))

# Acklam's two rational functions: of the distance from 1/2 squared, and in the tails of the root of -2 log
MIDDLE_TOP = (
    -3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02, 1.383577518672690e02, -3.066479806614716e01,
    2.506628277459239,
)  # fmt: skip
MIDDLE_LOW = (
    -5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02, 6.680131188771972e01, -1.328068155288572e01,
    1.0,
)  # fmt: skip
TAIL_TOP = (
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
)  # fmt: skip
TAIL_LOW = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1.0)


@inner
def exp(x):
    """e**x for a float; 0 below -708, the value at 709 above 709."""
    if x < -708.0:
        return 0.0
    if x > 709.0:
        x = 709.0
    k = np.floor(x * INV_LN2 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    total = 1.0
    for n in range(14, 0, -1):
        total = 1.0 + total * r * RECIPROCAL[n]
    return math.ldexp(total, int(k))


@inner
def log(x):
    """Natural logarithm of a positive float, and -1e308 of anything else."""
    if x <= 0.0:
        return -1e308
    m, e = math.frexp(x)
    if m < 0.7071067811865476:
        m, e = m * 2.0, e - 1
    s = (m - 1.0) / (m + 1.0)
    s2 = s * s
    total = 0.0
    for n in range(23, 0, -2):
        total = total * s2 + RECIPROCAL[n]
    return (2.0 * s * total + e * LN2_LOW) + e * LN2_HIGH


@inner
def sigmoid(x):
    """Logistic function: the probability whose log odds are x."""
    return 1.0 / (1.0 + exp(-x))


@inner
def exponential(u, rate):
    """Waiting time, in the unit of 1/rate, of a Poisson process; `u` in [0, 1)."""
    return -log(1.0 - u) / rate


@kernel
def exp_each(x):
    """`exp` of every element; float64, the shape (n,) of `x`."""
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = exp(x[i])
    return out


@kernel
def log_each(x):
    """`log` of every element; float64, the shape (n,) of `x`."""
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = log(x[i])
    return out


@kernel
def normal_quantile(u):
    """Standard normal number of a uniform one (n,). Source: Acklam's rational approximation, error < 1.2e-9."""
    out = np.empty(u.size)
    for i in range(u.size):
        out[i] = normal(u[i])
    return out


@inner
def normal(u):
    """Standard normal number of one uniform number."""
    p = min(max(u, 1e-12), 1.0 - 1e-12)
    if p < 0.02425 or p > 1.0 - 0.02425:
        q = np.sqrt(-2.0 * log(p if p < 0.5 else 1.0 - p))
        away = polynomial(q, TAIL_TOP) / polynomial(q, TAIL_LOW)
        return away if p < 0.5 else -away
    q = p - 0.5
    r = q * q
    return polynomial(r, MIDDLE_TOP) * q / polynomial(r, MIDDLE_LOW)


@inner
def polynomial(x, coefficients):
    """Value at x of a polynomial; `coefficients`: tuple of floats, that of the highest power first."""
    total = coefficients[0]
    for n in range(1, len(coefficients)):
        total = total * x + coefficients[n]
    return total
