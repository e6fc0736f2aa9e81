"""Errors of calls: the one line that a command would print, as an exception."""

from __future__ import annotations

import functools
from collections.abc import Callable

from ..errors import BadInput, explain


def refusing[**P, R](do: Callable[P, R]) -> Callable[P, R]:
    """A function that raises BadInput, in one line, wherever its command would end with that line."""

    @functools.wraps(do)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return do(*args, **kwargs)
        except BadInput:
            raise
        except Exception as error:
            if not (line := explain(error)):
                raise
            raise BadInput(line) from error

    return done
