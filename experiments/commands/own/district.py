"""Districts of one's own: `govsim district list|new|check|show`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...composition.parts import composed, plain_of
from ...composition.towns import town_of, try_plan
from ...composition.words import without_language
from ...errors import BadInput, nearest
from ...language import asked
from ...language.voice import Voice
from ..application import one_line_errors

VERBS = ("list", "new", "check", "show")


def new(name: str, given: Mapping[str, str], voice: Voice) -> None:
    """Read the files of a district and write it."""
    from ...districts.writing import new_district

    path, read = new_district(name, given, try_plan)
    words = voice["district"]
    for remark in read.found.remarks:
        print(f"{remark.place}: {voice.said(remark.what)}{voice['semicolon']}{voice.said(remark.todo)}")
    print(words["written"].format(file=path, name=name))
    if read.staff:
        print(words["staffed"].format(name=name))


def check(name: str, given: Mapping[str, str], voice: Voice) -> None:
    """Say what a district was read from, how it fits, and what is synthetic."""
    from ...districts.describing import described, notes_of

    notes_of(name)
    print("\n".join(described(name, _town(name, given), voice)))


def show(name: str, given: Mapping[str, str], voice: Voice) -> None:
    """Draw a district as a PNG file."""
    from ...districts.describing import notes_of, picture
    from ...files import write_bytes
    from ...report.document import Picture
    from ...report.figures.style import printed

    notes_of(name)
    out, made = Path(given.get("out", f"{name}.png")), _town(name, {k: v for k, v in given.items() if k != "out"})
    drawn = Picture(name, name, name, lambda _: picture(name, made, voice))
    if not (png := printed(drawn, voice).png):
        raise BadInput("this machine has no font with Chinese characters; install one, such as Noto Sans CJK SC")
    write_bytes(out, png)
    print(voice["district"]["drawn"].format(file=out))


def list_districts(voice: Voice) -> None:
    """Names of the districts of one's own."""
    from ...districts.describing import own_districts

    found = own_districts()
    print("\n".join(f"{name}  {path}" for name, path in found.items()) or voice["district"]["none"])


def _town(name: str, given: Mapping[str, str]):
    plain = plain_of(composed([f"district={name}", *(f"{key}={value}" for key, value in given.items())]))
    return town_of(json.dumps(plain["district"]), int(plain["district_seed"]))


def main() -> None:
    """Do what the first word says."""
    with one_line_errors():
        voice = Voice(asked(sys.argv[1:]))
        verb, name, given = _words(without_language(sys.argv[1:]), voice)
        if verb == "list":
            list_districts(voice)
        else:
            {"new": new, "check": check, "show": show}[verb](name, given, voice)


def _words(words: Sequence[str], voice: Voice) -> tuple[str, str, dict[str, str]]:
    """What to do, the name of a district, and the files. Raises BadInput; leaves after printing help."""
    if not words or words[0] in ("--help", "-h"):
        print(voice["district"]["help"])
        raise SystemExit(0)
    verb, name, *rest = (*words, "") if len(words) == 1 else words
    if verb not in VERBS:
        raise BadInput(f"govsim district {verb}: there is no such word; {nearest(verb, VERBS)}")
    if verb != "list" and (not name or "=" in name):
        raise BadInput(f"govsim district {verb} needs a name: govsim district {verb} NAME")
    return verb, name, dict(map(_pair, rest))


def _pair(word: str) -> tuple[str, str]:
    key, is_pair, value = word.partition("=")
    if not is_pair:
        raise BadInput(
            f"cannot read {word!r}; write key=value, for example streets=streets.gpkg, without spaces around ="
        )
    return key, value


if __name__ == "__main__":
    main()
