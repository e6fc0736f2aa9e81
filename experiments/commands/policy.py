"""Policies without code: `govsim policy list|show|check|new`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.prompt import Prompt
from rich.table import Table

from ..composition.words import policy_word, without_language
from ..config_folders import CONFIGS
from ..errors import BadInput, nearest
from ..language import asked
from ..language.voice import Voice
from ..policies.files import fault_of, policy_files, says
from .application import one_line_errors

VERBS = ("list", "show", "check", "new")


def list_policies(voice: Voice) -> None:
    """Every policy with what it is."""
    words = voice["policy"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in (words["name"], words["title"], words["text"]):
        table.add_column(head)
    for name, path in policy_files().items():
        title, text = says(name, voice.language)
        is_own = not path.is_relative_to(CONFIGS)
        own = f" ({words['own']})" if is_own else ""
        fault = voice.said(fault_of(path)) if is_own else ""
        table.add_row(name + own, "" if fault else title, fault or text)
    console = Console()
    (console if console.is_terminal else Console(width=160)).print(table)


def check_policy(name: str, words: Sequence[str], voice: Voice) -> None:
    """Put a policy into a run without running it. Raises BadInput for anything that a run would refuse."""
    from ..composition.parts import composed, plain_of
    from ..policies.new import check_in_run

    check_in_run(name, plain_of(composed([policy_word([name]), *words])))
    print(voice["policy"]["fine"].format(name=name))


def new_policy(name: str, words: Sequence[str], voice: Voice) -> None:
    """Write a policy of one's own, asking for what the words do not say."""
    from ..policies.explained import sentence_of
    from ..policies.new import check_whole, kinds, write_new

    given = dict(_pair(word) for word in words)
    is_asked = sys.stdin.isatty() and sys.stdout.isatty()
    if is_asked and "kind" not in given:
        for kind, one in kinds().items():
            print(f"{kind}: {sentence_of(one, voice)}")
    path = write_new(name, given, _asked if is_asked else _default, voice, check_whole)
    print(voice["policy"]["written"].format(file=path, name=name))


def _default(question: str, default: str) -> str:
    """Where nobody can be asked, the usual number stands."""
    return default


def _asked(question: str, default: str) -> str:
    try:
        return Prompt.ask(question, default=default or None, show_default=bool(default)) or ""
    except EOFError as error:
        raise BadInput("policy new: the input ended before all was asked; nothing is written") from error


def _pair(word: str) -> tuple[str, str]:
    key, is_pair, value = word.partition("=")
    if not is_pair:
        raise BadInput(f"cannot read {word!r}; write key=value, for example multiplier=2, without spaces around =")
    return key, value


def main() -> None:
    """Do what the first word says."""
    with one_line_errors():
        voice = Voice(asked(sys.argv[1:]))
        verb, name, rest = _words(without_language(sys.argv[1:]), voice)
        if verb == "list":
            list_policies(voice)
        elif verb == "show":
            from ..policies.explained import explained

            print(explained(name, rest, voice))
        elif verb == "check":
            check_policy(name, rest, voice)
        else:
            new_policy(name, rest, voice)


def _words(words: Sequence[str], voice: Voice) -> tuple[str, str, list[str]]:
    """What to do, the name of a policy, and the rest. Raises BadInput; leaves after printing help."""
    if not words or words[0] in ("--help", "-h"):
        print(voice["policy"]["help"])
        raise SystemExit(0)
    verb, name, *rest = (*words, "") if len(words) == 1 else words
    if verb not in VERBS:
        raise BadInput(f"govsim policy {verb}: there is no such word; {nearest(verb, VERBS)}")
    if verb != "list" and not name:
        raise BadInput(f"govsim policy {verb} needs a name: govsim policy {verb} NAME")
    if verb in ("show", "check") and name not in policy_files():
        raise BadInput(f"there is no policy {name!r}; {nearest(name, policy_files())}")
    return verb, name, list(rest)


if __name__ == "__main__":
    main()
