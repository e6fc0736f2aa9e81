"""The wheel holds the program and its configs, and runs far from the checkout."""

import site
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from govsim.simulation.engine.compiled import cache_folder

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("simulation", "experiments", "dashboard", "configs")
DATA = (".yaml", ".py", ".css", ".j2", ".html", ".js", ".typed")

TOWN = ("district=synthetic", "district.population=400")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the hatchling of this environment, so without a network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel and the dependencies of this one, but not the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, symlinks=True, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=120)
    _lend_dependencies(python)
    return folder / "bin"


def _lend_dependencies(python: Path) -> None:
    """Put the site-packages of this environment on the path; its own .pth files (the checkout) are not read."""
    ask = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    purelib = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()
    (Path(purelib) / "lent.pth").write_text("\n".join(site.getsitepackages()))


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's own project: a folder in which every name of ours is taken."""
    folder = tmp_path_factory.mktemp("own project")
    for name in (*FOLDERS[:3], "tests"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("raise RuntimeError('this is somebody else')\n")
    (folder / "configs" / "policy").mkdir(parents=True)
    (folder / "configs" / "policy" / "mine.yaml").write_text(
        "# en: Mine. Twice the patrols.\n# zh: 自订。巡逻加倍。\ndefaults: [_dated@mine, _self_]\n"
        "mine: {_target_: simulation.policies.MorePatrol, multiplier: 2, shifts: [night]}\n"
    )
    return folder


def run(command: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    compiled = {"GOVSIM_CACHE_DIR": str(cache_folder().parent)}  # the same sources elsewhere: nothing is compiled again
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(folder)} | compiled
    return subprocess.run(
        [str(command), *words], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=600, check=False
    )


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    wanted = {
        f"govsim/{path.relative_to(ROOT)}"
        for name in FOLDERS
        for path in (ROOT / name).rglob("*")
        if path.suffix in DATA
    } | {f"govsim/{path.name}" for path in (ROOT / "src" / "govsim").iterdir() if path.suffix in DATA}
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert wanted == held


def test_the_installed_program_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = (
        "import govsim; from govsim.experiments.config_folders import CONFIGS; print(govsim.__file__); print(CONFIGS)"
    )
    done = run(installed / "python", "-c", where, folder=tmp_path)
    places = [Path(line) for line in done.stdout.splitlines()]
    assert len(places) == 2, done.stderr
    assert all(place.is_relative_to(installed.parent) and place.exists() for place in places)


def test_the_installed_command_compares_policies_where_every_name_is_taken(installed: Path, taken: Path) -> None:
    """Also a policy of one's own whose file still names its class as former versions did, which is said in one line."""
    words = ["arms=[baseline,mine]", "replications=2", *TOWN, "years=0.03", "burn_in_days=5"]
    done = run(installed / "govsim", "compare", *words, "workers=1", "out=compared", folder=taken)
    assert done.returncode == 0, done.stderr
    assert (taken / "compared" / "tables/comparison.csv").stat().st_size > 0
    assert "<html" in (taken / "compared" / "report.html").read_text(encoding="utf-8")
    said = [line for line in done.stderr.splitlines() if "_target_" in line]
    assert said == [
        "govsim: _target_: simulation.policies.MorePatrol is now called govsim.simulation.policies.MorePatrol; "
        "change it in your file"
    ]


def test_the_module_and_its_workers_sweep_where_every_name_is_taken(installed: Path, taken: Path) -> None:
    words = ["factors.process.theft.sight_weight=[0.3,1]", "samples=2", "replications=1", *TOWN, "years=0.02"]
    done = run(installed / "python", "-m", "govsim", "sweep", *words, "workers=1", "out=store", folder=taken)
    assert done.returncode == 0, done.stderr
    assert "2 done" in done.stdout


def test_the_library_runs_where_every_name_is_taken(installed: Path, taken: Path) -> None:
    code = "import govsim; town = govsim.district('synthetic', district__population=400); town.run_for(24); print(town)"
    done = run(installed / "python", "-c", code, folder=taken)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("District")


def test_nothing_but_govsim_is_installed(installed: Path, tmp_path: Path) -> None:
    for name in FOLDERS:
        done = run(installed / "python", "-c", f"import {name}", folder=tmp_path)
        assert f"No module named '{name}'" in done.stderr
