"""Bad input in one line: what, where, what is allowed, what to do. A real bug keeps its traceback."""

from __future__ import annotations

import difflib
import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import yaml
from hydra.errors import HydraException, MissingConfigException, OverrideParseException
from omegaconf.errors import OmegaConfBaseException
from pydantic import BaseModel, ValidationError

from .config_folders import CONFIGS

FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}  # what a file system says that has none
NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}
AT_ONCE, LONGEST, LONGEST_PATH = 3, 80, 200  # refused values told at once; letters of a value, and of a path
NOT_A_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR}


class Remark(UserWarning):
    """Something that is allowed and may not be meant; one line on stderr."""


class BadInput(Exception):
    """Something the user gave cannot be used; the message is the one line to show."""


class Damaged(BadInput):
    """A file of this program that is not as it was written; the message names it and says what to do."""


def damaged(path: object, why: str, remedy: str) -> Damaged:
    """The error about a damaged file."""
    return Damaged(f"{brief(path)} is damaged: {why}; {remedy}")


@contextmanager
def refused_as_bad_input(where: str) -> Iterator[None]:
    """Take a ValueError raised while the parts of a run are put together for what it is: bad input."""
    try:
        yield
    except (ValidationError, BadInput):
        raise
    except ValueError as error:
        raise BadInput(f"{where}: {error}") from error


def explain(error: BaseException) -> str:
    """One line for an error that bad input or a full disk can cause; empty for anything else, a bug."""
    match error:
        case BadInput():
            return str(error)
        case MissingConfigException():
            return _unknown_choice(error)
        case OverrideParseException():
            return f"cannot read {error.override!r}: {_first_line(error)}. Write key=value, for example years=2"
        case ValidationError():
            return refusal(error, "", None)
        case HydraException() if isinstance(error.__cause__, OmegaConfBaseException):
            return _refused_key(error.__cause__)
        case HydraException():
            return f"{_first_line(error)}. `govsim run --cfg job` prints the configuration"
        case OmegaConfBaseException():
            return _refused_key(error)
        case yaml.YAMLError():
            return f"a configuration file is not valid YAML: {error}"
        case OSError():
            return _refused_file(error)
    return ""


def nearest(word: str, known: Iterable[object]) -> str:
    """A hint such as "did you mean years? (known: seed, years)"."""
    names = sorted({str(k) for k in known} - {"hydra", "_target_"})
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    return f"{hint}(known: {', '.join(names)})"


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _unknown_choice(error: MissingConfigException) -> str:
    group, _, choice = str(error.missing_cfg_file).rpartition("/")
    if not group:
        return f"there is no configuration {choice!r}; name one with --config-name, add a folder with --config-dir"
    options = error.options or [path.stem for path in (CONFIGS / group).glob("*.yaml")]
    options = [option for option in options if not option.startswith("_")]
    return f"{group}={choice}: there is no {choice!r} in group {group!r}; {nearest(choice, options)}"


def _refused_key(error: OmegaConfBaseException) -> str:
    key = error.full_key or str(error.key or "")
    if "not in struct" in str(error) and re.fullmatch(r"policy\.\w+", key):
        return f"{key} is no part of this run; take the policy in with policy={key.removeprefix('policy.')}"
    if "not in struct" in str(error) and error.parent_node is not None:
        more = f"; a key of dask_jobqueue.SLURMCluster is added with +{key}=VALUE" if key.startswith("cluster.") else ""
        return f"unknown key {key!r}; {nearest(str(error.key), _keys(error.parent_node))}{more}"
    if "mandatory value" in str(error).lower():
        return f"{key} has no value; give one: {key}=VALUE"
    return f"{_first_line(error)}" + (f" (at {key})" if key and key not in _first_line(error) else "")


def _keys(node: object) -> list[str]:
    return [str(k) for k in node] if hasattr(node, "keys") else []  # type: ignore[attr-defined]


def refusal(error: ValidationError, where: str, known: type[BaseModel] | None) -> str:
    """What pydantic refused, in words. `where`: path of the part in the configuration; `known`: its class."""
    found = error.errors()
    spoilt = {e["loc"][:-1] for e in found}  # lists of which an element is refused are not too short as well
    refused = [_refused_value(e, where, known) for e in found if e["type"] != "too_short" or e["loc"] not in spoilt]
    rest = [f"and {len(refused) - AT_ONCE} more"] if len(refused) > AT_ONCE else []
    return "; ".join([*refused[:AT_ONCE], *rest])


def _refused_value(error: Mapping[str, Any], where: str, known: type[BaseModel] | None) -> str:
    """One sentence about one error of pydantic."""
    name = ".".join(str(step) for step in error["loc"])
    path = ".".join(p for p in (where, name) if p) or "the configuration"
    fields = known.model_fields if known else {}
    if error["type"] == "extra_forbidden":
        return f"unknown key {path!r}" + (f"; {nearest(str(error['loc'][-1]), fields)}" if fields else "")
    head = str(error["loc"][0]) if error["loc"] else ""
    meaning = f" ({fields[head].description})" if head in fields and fields[head].description else ""
    if error["type"] == "missing":
        return f"{path} has no value{meaning}; give one: {path}=VALUE"
    if error["type"] == "value_error":
        return f"{path}: {error['msg'].removeprefix('Value error, ').rstrip('.')}"
    rule = error["msg"].replace("Input should be", "it must be")
    return f"{path} is {shown(error['input'])}; {rule}{meaning}. {_remedy(path)}"


def shown(value: object) -> str:
    """A value as it was given, no longer than a line bears."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _remedy(path: str) -> str:
    """Where to set a value of the configuration."""
    group, *below = path.split(".")
    file = (
        f"configs/{group}/{below[0]}.yaml" if group in ("process", "policy") and below else f"a file of configs/{group}"
    )
    return f"Set {path}=VALUE on the command line or in {file if below else 'the configuration'}"


def brief(path: object) -> str:
    """A path as it is, or the two ends of one that is longer than a line bears."""
    text = str(path)
    return text if len(text) <= LONGEST_PATH else f"{text[:LONGEST]}...{text[-LONGEST:]}"


def _refused_file(error: OSError) -> str:
    """What an operating system says of a file, and what to do; empty where no file and no disk is at fault."""
    if error.errno in FULL_DISK and not error.filename:
        return "no space left on the disk that takes what is printed; free some or print elsewhere"
    if not error.filename:
        return ""
    name = brief(os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename)
    if error.errno in FULL_DISK:
        return f"no space left on the disk while writing {name}; free some or choose another folder: out=FOLDER"
    if error.errno in NO_PERMISSION:
        return f"no permission to write {name}; choose another folder: out=FOLDER"
    if error.errno in NOT_A_FOLDER:
        return f"{name} is a file or lies below one, but a folder is needed; choose another: out=FOLDER"
    if error.errno == errno.ENAMETOOLONG:
        return f"{name} is longer than names of files may be here; choose a shorter one"
    return f"{name} can be neither read nor written here: {error.strerror}"
