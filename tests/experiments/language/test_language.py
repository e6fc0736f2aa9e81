"""Chinese and English say the same things: no key, phrase or placeholder is missing in either."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from govsim.experiments.commands.main import COMMANDS
from govsim.experiments.comparison.groups import by_group
from govsim.experiments.indicators import REGISTRY
from govsim.experiments.language import LANGUAGES, asked, known, said, words_of
from govsim.experiments.language.choice import of_locale
from govsim.experiments.language.phrases import _catalogue
from govsim.experiments.language.voice import voice_of
from govsim.experiments.policies.explained import sentence_of
from govsim.experiments.policies.files import heading, policy_files, says, titles
from govsim.experiments.policies.new import kinds
from govsim.experiments.report.compose import report_of
from govsim.experiments.report.html import page
from govsim.experiments.report.write import voices_of
from govsim.simulation.observation.costs import ITEMS, PAYERS
from tests.experiments.studies import fake_study

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{4,}")
PLACE = re.compile(r"\{\w*\}")


def leaves(node, path=""):
    """Texts of a catalogue by their path."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, f"{path}.{number}")
    else:
        yield path, node


def test_both_catalogues_have_the_same_keys():
    en, zh = (dict(leaves(words_of(language))) for language in LANGUAGES)
    assert en.keys() == zh.keys()


def test_both_catalogues_fill_in_the_same_things():
    en, zh = (dict(leaves(words_of(language))) for language in LANGUAGES)
    for key, text in en.items():
        assert set(PLACE.findall(str(text))) == set(PLACE.findall(str(zh[key]))), key


def test_chinese_words_are_chinese():
    short = {".language", ".html_language", ".comma", ".semicolon"}
    for key, text in leaves(words_of("zh")):
        is_sign = not re.search(r"[^\W\d]", PLACE.sub("", str(text)))  # no letter of any script
        if isinstance(text, str) and key not in short and not is_sign and key != ".reproduce.python":
            assert CHINESE.search(text), f"{key}: {text}"


def test_a_phrase_fills_in_the_same_things_in_both_languages():
    _, patterns = _catalogue("zh")
    assert patterns
    for pattern in patterns:
        assert set(pattern.english.groupindex) == {p.strip("{}") for p in PLACE.findall(pattern.other)}


@pytest.mark.parametrize("part", ["unit", "numerator", "denominator"])
def test_definitions_of_indicators_are_there_in_chinese(part):
    for indicator in REGISTRY.values():
        text = said(getattr(indicator, part), "zh")
        assert CHINESE.search(text) or text == "%", indicator.id
        assert not ENGLISH.search(text), f"{indicator.id}: {text}"


def test_names_of_indicators_differ_in_both_languages():
    for names in ([i.name for i in REGISTRY.values()], [i.zh for i in REGISTRY.values()]):
        assert len(set(names)) == len(names)


def test_items_and_payers_of_costs_are_there_in_chinese():
    for word in [*(item.name for item in ITEMS), *PAYERS]:
        assert CHINESE.search(said(word, "zh")), word


def test_every_policy_says_what_it_is_in_both_languages():
    for name, path in policy_files().items():
        found = heading(path)
        assert set(found) == set(LANGUAGES), name
        assert CHINESE.search(found["zh"].title + found["zh"].text), name
        assert all(said.text for said in found.values()), name
        numbers = [set(re.findall(r"[A-Z]\d+", one.text)) for one in found.values()]
        assert numbers[0] == numbers[1], name  # both name the same systems and scenarios


ROOT = Path(__file__).parents[3]


def trees():
    """Every file of the program, parsed."""
    for folder in ("simulation", "experiments", "dashboard"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def as_line(node):
    """What a line may look like: every changing part is X1; None where it is made elsewhere."""
    match node:
        case ast.Constant(str(text)):
            return text
        case ast.JoinedStr():
            return "".join(as_line(part) if isinstance(part, ast.Constant) else "X1" for part in node.values)
        case ast.BinOp(op=ast.Add()):
            parts = as_line(node.left), as_line(node.right)
            return None if None in parts else "".join(parts)
    return None


def lines_raised():
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                if getattr(node.exc.func, "id", "") in ("BadInput", "ValueError") and (
                    line := as_line(node.exc.args[0])
                ):
                    yield f"{path.stem}:{node.lineno}", line


def test_every_error_line_is_there_in_chinese():
    """Read from the code itself, so that a new line without a translation is found."""
    raised = dict(lines_raised())
    assert len(raised) > 70
    only_parts = {"X1: X1"}
    missing = {
        where: line for where, line in raised.items() if line not in only_parts and not CHINESE.search(said(line, "zh"))
    }
    assert missing == {}


def test_what_every_number_means_is_there_in_chinese():
    meanings = {
        word.value.value
        for path, tree in trees() if "benchmarks" not in path.parts
        for call in ast.walk(tree) if isinstance(call, ast.Call)
        for word in call.keywords if word.arg == "description" and isinstance(word.value, ast.Constant)
    }  # fmt: skip
    assert len(meanings) > 500
    assert {meaning for meaning in meanings if not CHINESE.search(said(meaning, "zh"))} == set()


def test_what_every_kind_of_policy_is_is_there_in_chinese():
    for name, kind in kinds().items():
        assert CHINESE.search(sentence_of(kind, voice_of("zh"))), name


@pytest.mark.parametrize(("line", "expected"), [
    ("years is -1; it must be greater than 0 (length of the run, or of the time measured). "
     "Set years=VALUE on the command line or in the configuration",
     "years为-1；必须大于0（运行或测量期的长度）。请在命令行或配置中设定years=VALUE"),
    ("unknown key 'yeers'; did you mean years or levers? (known: levers, years)",
     "未知的键'yeers'；是不是想写years或levers？（可用：levers, years）"),
    ("arms is ['a']; Tuple should have at least 2 items after validation, not 1. "
     "Set arms=VALUE on the command line or in the configuration",
     "arms为['a']；列表至少要有2项，现在有1项。请在命令行或配置中设定arms=VALUE"),
])  # fmt: skip
def test_an_error_line_in_chinese(line, expected):
    """Names that a user typed, such as `years`, stay as they are, though they are words of the catalogue too."""
    assert said(line, "zh") == expected


def test_a_bundle_is_called_by_its_parts():
    assert titles(["more_patrol+signs"])["en"]["more_patrol+signs"] == "More patrol + Signs and parking"
    assert says("nobody_knows", "zh").title == "nobody_knows"


def test_changing_parts_are_translated_too():
    assert said("entered by court", "zh") == "由法院受理"
    assert said("entered by somebody", "zh") == "由somebody受理"
    assert said("a phrase that nobody has translated", "zh") == "a phrase that nobody has translated"
    assert said("entered by court", "en") == "entered by court"


@pytest.mark.parametrize(("words", "environment", "expected"), [
    ([], {}, "en"), ([], {"LANG": "zh_CN.UTF-8"}, "zh"), ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
    (["language=zh"], {"LANG": "en_US.UTF-8"}, "zh"), (["language=en"], {"LANG": "zh_CN"}, "en"),
    (["language=both"], {"LANG": "zh_CN"}, "zh"), (["language=fr"], {}, "en"),
])  # fmt: skip
def test_the_word_of_a_command_goes_before_the_locale(words, environment, expected):
    assert asked(words, environment) == expected


def test_language_of_the_report_is_one_or_both(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert of_locale({"LC_ALL": "zh_CN.UTF-8"}) == "zh"
    assert known("both") == ("en", "zh")
    assert known("zh") == ("zh",)
    with pytest.raises(ValueError, match="language is 'fr'; it must be zh, en or both"):
        known("fr")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    study = fake_study(tmp_path_factory.mktemp("study"))
    voices, groups = voices_of(study), by_group(study)
    reports = {language: report_of(study, groups, voice) for language, voice in voices.items()}
    return {language: (report, page(report)) for language, report in reports.items()}


@pytest.mark.slow
def test_both_reports_have_the_same_sections_figures_and_numbers(pages):
    (en, en_page), (zh, zh_page) = pages["en"], pages["zh"]
    assert [section.id for section in en.sections] == [section.id for section in zh.sections]
    assert [picture.name for picture in en.pictures()] == [picture.name for picture in zh.pictures()]
    money = r"[−+\d.,]+ ?(?:billion |million )?(?:yuan|亿元|万元|元)"  # in the units of each language
    left_out = rf'<svg.*?</svg>|<section id="costs".*?</section>|{money}'
    numbers = [re.findall(r"[−+][\d.,]*\d", re.sub(left_out, "", one, flags=re.DOTALL)) for one in (en_page, zh_page)]
    assert len(numbers[0]) > 100
    assert sorted(numbers[0]) == sorted(numbers[1])


@pytest.mark.parametrize(("yuan", "en", "zh"), [
    (1_110_000, "1.11 million yuan", "111万元"), (250_000_000, "250 million yuan", "2.50亿元"), (0, "0 yuan", "0元"),
    (13_900, "13,900 yuan", "1.39万元"), (-250, "−250 yuan", "−250元"), (3.1e9, "3.10 billion yuan", "31.0亿元"),
])  # fmt: skip
def test_money_is_said_in_the_unit_that_fits(yuan, en, zh):
    assert (voice_of("en").money(yuan), voice_of("zh").money(yuan)) == (en, zh)


@pytest.mark.slow
def test_the_chinese_report_is_chinese_to_the_last_label(pages):
    """Left in Latin letters: names of files, programs, arms without a title, authors, and invented places."""
    _, html = pages["zh"]
    html = html[: html.index('<section id="reproduce"')]
    seen = re.sub(r"<style.*?</style>|<[^>]+>", "\n", html, flags=re.DOTALL)
    allowed = set(
        "guards baseline Faketown invented Mastrandrea Benjamini Hochberg Bowers Johnson Gini Fieller report html "
        "comparison configs compare yaml robust true costs image rate dark test".split()
    )
    left = {word for word in ENGLISH.findall(seen) if word not in allowed}
    own = {word for i in REGISTRY for word in ENGLISH.findall(i)}  # parts of the ids of indicators
    assert left - own == set()


@pytest.mark.slow
def test_text_in_figures_stays_text(pages):
    _, html = pages["zh"]
    drawings = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert drawings
    for drawing in drawings:
        assert CHINESE.search(re.sub(r"<title>.*?</title>", "", drawing))
        assert "<text" in drawing


def test_both_readmes_are_equally_complete():
    """The same headings, code blocks, rows of tables, links and commands, whatever language they speak."""
    en, zh = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
    for pattern in (r"^#+ ", r"^```", r"^\|", r"\]\((?!README)[^)]*\)"):
        assert len(re.findall(pattern, en, re.MULTILINE)) == len(re.findall(pattern, zh, re.MULTILINE)), pattern
    commands = [re.findall(r"govsim (?:policy )?[a-z]+(?=\s)", text) for text in (en, zh)]
    assert sorted(set(commands[0])) == sorted(set(commands[1]))


def test_every_command_has_help_in_both_languages():
    help_files = {path.stem for path in (ROOT / "configs" / "hydra" / "help").glob("*.yaml")}
    own = {"policy", "replay", "district"}  # no Hydra applications; they have their words in the catalogues
    assert {f"{name}{end}" for name in COMMANDS.keys() - own for end in ("", "_zh")} == help_files
    for name in COMMANDS.keys() - own:
        en, zh = (
            yaml.safe_load((ROOT / "configs" / "hydra" / "help" / f"{name}{end}.yaml").read_text("utf-8"))
            for end in ("", "_zh")
        )
        assert CHINESE.search(zh["header"])
        examples = [
            re.findall(rf"^ *govsim {name}[^#\n]*?(?:  |$)", text["template"], re.MULTILINE) for text in (en, zh)
        ]
        assert len(examples[0]) >= 1
        assert ("$APP_CONFIG_GROUPS" in en["template"]) == ("$APP_CONFIG_GROUPS" in zh["template"])
        assert set(words_of("en")["cli"]["commands"]) == set(words_of("zh")["cli"]["commands"]) == set(COMMANDS)
