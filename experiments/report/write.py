"""All that is written of a comparison: pages, PDF, figures and tables."""

from __future__ import annotations

from pathlib import Path

from .. import files
from ..comparison.groups import by_group
from ..comparison.study import Study
from ..language.phrases import printable
from ..language.voice import Voice
from ..policies.files import titles
from ..running.dictionary import of_indicators, of_runs, write_dictionary
from .tables import tables_of, write_tables


def voices_of(study: Study) -> dict[str, Voice]:
    """The voices of both languages, with the names of the study's arms and streets."""
    given = titles(study.settings.arms)
    named = {language: {k: printable(v) for k, v in of.items()} for language, of in given.items()}
    columns = {"en": "street_name", "zh": "street_name_zh"}
    for language, column in columns.items():
        streets = study.areas[["street", column]].drop_duplicates()
        rows = streets.itertuples(index=False, name=None)
        named[language] |= {f"street {number}": printable(name) for number, name in rows}
    return {language: Voice(language, named[language]) for language in columns}


def write_report(study: Study, out: Path) -> list[str]:
    """Write all that is asked for into a folder; lines to tell the reader, such as a font that is missing."""
    groups, voices = by_group(study), voices_of(study)
    tables = tables_of(study, groups)
    write_tables(tables, out / "tables")
    write_dictionary(out / "tables", [*of_runs(), *of_indicators()])
    files.write_text(out / "config.yaml", study.config)
    if not study.settings.pages:
        return []
    from .pages import write_pages  # what draws is loaded only now

    return write_pages(study, groups, tables, voices, out)
