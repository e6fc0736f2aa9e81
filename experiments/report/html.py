"""The report: one HTML file that needs nothing else."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from ..errors import BadInput
from ..measure import MAPPED
from ..study import Study
from . import answers, figures, maps, tables

HERE = Path(__file__).parent
CHANCE = 0.05


def report_html(study: Study) -> str:
    """The whole report of a study."""
    words = words_of(study.settings.language)
    return rendered("template.html.j2", words=words, **_contents(study, words))


def rendered(template: str, **contents: Any) -> str:
    """A page of a template of this folder."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template(template).render(**contents)


def words_of(language: str) -> dict[str, Any]:
    """The catalogue of a language. Raises BadInput when there is none."""
    path = HERE / f"words_{language}.yaml"
    if not path.exists():
        known = ", ".join(sorted(p.stem.removeprefix("words_") for p in HERE.glob("words_*.yaml")))
        raise BadInput(f"language={language}: there is no such catalogue; known: {known}")
    return yaml.safe_load(path.read_text("utf-8"))


def _contents(study: Study, words: dict[str, Any]) -> dict[str, Any]:
    town = study.example.manifest["town"]
    years = years_text(study.settings.years, words)
    communities = study.areas["community"].nunique()
    return {
        "title": words["title"].format(arms=", ".join(study.arms)),
        "subtitle": words["subtitle"].format(
            district=town["name"], replications=study.settings.replications, years=years, reference=study.reference
        ),
        "arms": study.arms, "reference": study.reference,
        "answers": [
            {"arm": arm, "summary": answers.summary(study, arm, words), "list": answers.answers(study, arm, words)}
            for arm in study.arms
        ],
        "protocol": _protocol(study, words["protocol"], years),
        "honest": [text.format(geography=town["geography"].strip().rstrip(".")) for text in words["honest"]],
        "ledgers": tables.ledgers(study, words), "everything": tables.everything(study, words),
        "definitions": tables.definitions(words), "costs": tables.costs(study), "averted": tables.averted(study, words),
        "replications": tables.replications(study, words),
        "forest": Markup(figures.forest(study, words)), "series": Markup(figures.time_series(study, words)),
        "maps": [(words["maps_names"][kind], Markup(maps.maps(study, kind, words))) for kind in MAPPED],
        "forest_text": words["forest_text"].format(reference=study.reference),
        "series_text": words["series_text"].format(days=figures.series_days(study)),
        "maps_text": words["maps_text"].format(
            side=f"{study.areas['side_m'].iloc[0]:g}", communities=communities, chance=round(CHANCE * communities)
        ),
        "replications_text": words["replications_text"].format(
            precision=f"{study.settings.precision:.0%}", reference=study.reference, n=int(study.comparison["n"].max())
        ),
        "reproduce": reproduce(study, study.example.manifest, words),
    }  # fmt: skip


def years_text(years: float, words: dict[str, Any]) -> str:
    """Such as "1 year"."""
    return words["protocol"]["years"]["one" if years == 1 else "many"].format(n=f"{years:g}")


def _protocol(study: Study, words: dict[str, Any], years: str) -> list[tuple[str, str]]:
    s, areas = study.settings, study.areas
    town = words["town_text"].format(
        residents=f"{areas['residents'].sum():,}", areas=f"{len(areas):,}", communities=areas["community"].nunique(),
        streets=areas["street"].nunique(),
    )  # fmt: skip
    failed = [f"{name}: {reason}" for name, reason in study.failures.items()] or [words["none_failed"]]
    return [
        (words["arms"], ", ".join(s.arms)), (words["reference"], s.arms[0]),
        (words["replications"], words["replications_text"].format(n=s.replications)),
        (words["seeds"], words["seeds_text"].format(first=s.seeds[0], last=s.seeds[-1], district=s.district_seed)),
        (words["burn_in"], words["burn_in_text"].format(days=s.burn_in_days, ramp=s.policy_ramp_days)),
        (words["measured"], words["measured_text"].format(years=years)), (words["pairing"], words["pairing_text"]),
        (words["town"], town), (words["failed"], "; ".join(failed)),
    ]  # fmt: skip


def reproduce(study: Any, manifest: dict[str, Any], words: dict[str, Any]) -> list[tuple[str, str]]:
    """What one needs to do it again. `study`: anything with settings and the command it was made by."""
    names = words["reproduce"]
    packages = ", ".join(f"{name} {version}" for name, version in manifest["packages"].items())
    seeds = f"{study.settings.seeds[0]}..{study.settings.seeds[-1]}"
    return [
        (names["command"], study.command), (names["commit"], manifest["git_commit"] or words["no_commit"]),
        (names["source"], manifest["source_digest"]), (names["python"], manifest["python"]),
        (names["packages"], packages), (names["seeds"], seeds),
    ]  # fmt: skip
