"""The wheel holds the program and its configs, and runs far from the checkout."""

import site
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("simulation", "experiments", "dashboard", "configs")
DATA = (".yaml", ".py", ".css", ".j2", ".html", ".js")

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


def run(command: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run(
        [str(command), *words], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=600, check=False
    )


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    wanted = {
        str(path.relative_to(ROOT)) for name in PACKAGES for path in (ROOT / name).rglob("*") if path.suffix in DATA
    }
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


def test_the_installed_command_compares_policies_in_another_folder(installed: Path, tmp_path: Path) -> None:
    words = ["arms=[baseline,more_patrol]", "replications=2", "district=small", "years=0.05", "burn_in_days=10"]
    done = run(installed / "govsim", "compare", *words, "out=compared", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "compared" / "tables/comparison.csv").stat().st_size > 0
    assert "<html" in (tmp_path / "compared" / "report.html").read_text(encoding="utf-8")
