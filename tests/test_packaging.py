"""What people install is what was tested: the wheel in a clean environment, used from another folder."""

import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Installed:
    """A clean environment that holds the wheel, and a folder far from the checkout to run it in."""

    python: Path
    program: Path
    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.program, *arguments], capture_output=True, text=True, cwd=self.folder, timeout=120)


def must(command: list[str | Path], cwd: Path = ROOT) -> str:
    run = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, and the wheel built out of it rather than out of the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    must([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder])
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder / "source", filter="data")
    source = next((folder / "source").iterdir())
    must([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=source)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """No package of its own but the wheel; the dependencies are lent by this environment, so that nothing is downloaded."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    must([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel])
    site_packages = Path(must([python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"]).strip())
    lent = sorted({sysconfig.get_paths()[kind] for kind in ("purelib", "platlib")})
    (site_packages / "lent.pth").write_text("\n".join(lent) + "\n", encoding="utf-8")
    return Installed(python, home / "bin" / "trialfinder", tmp_path_factory.mktemp("elsewhere"))


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def in_checkout(folder: str) -> set[str]:
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_the_wheel_holds_every_module_every_data_file_and_all_sql(wheel: Path) -> None:
    wanted = in_checkout("trialfinder") | {f"trialfinder/{name}" for name in in_checkout("sql")}
    packaged = {name for name in names_in(wheel) if ".dist-info/" not in name}
    assert packaged == wanted


def test_the_wheel_carries_its_licence_its_types_and_one_command(wheel: Path) -> None:
    names = names_in(wheel)
    assert "trialfinder/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    with zipfile.ZipFile(wheel) as archive:
        points = next(name for name in names if name.endswith("entry_points.txt"))
        assert archive.read(points).decode().split() == ["[console_scripts]", "trialfinder", "=", "trialfinder.__main__:run"]


def test_the_wheel_asks_for_the_declared_dependencies_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = Parser().parsestr(archive.read(next(n for n in archive.namelist() if n.endswith("METADATA"))).decode())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {line.replace(" ", "") for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line}
    assert asked == {normalised(line) for line in project["dependencies"]}
    assert metadata["Requires-Python"] == project["requires-python"]


def normalised(requirement: str) -> str:
    """As hatchling writes it: the bounds in alphabetical order."""
    start = next(place for place, letter in enumerate(requirement) if letter in "<>=~!")
    return requirement[:start] + ",".join(sorted(requirement[start:].split(",")))


def test_the_source_distribution_can_be_tested_and_holds_no_cache(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"README.md", "LICENSE", "CHANGELOG.md", "Makefile", "pyproject.toml", "tests/conftest.py", "sql/README.md"} <= names
    assert {name for name in names if name.startswith("cache/")} <= {"cache/.gitignore"}
    assert not {name.partition("/")[0] for name in names} & {".venv", ".git", "dist", ".mypy_cache"}


def test_the_installed_program_is_the_wheel_s_and_not_the_checkout_s(installed: Installed) -> None:
    where = must([installed.python, "-c", "import trialfinder; print(trialfinder.__file__)"], cwd=installed.folder)
    assert str(ROOT) not in where
    assert installed.run("--version").stdout.strip().endswith(version())


def version() -> str:
    source = (ROOT / "trialfinder" / "__init__.py").read_text(encoding="utf-8")
    return source.rpartition("__version__ = ")[2].split('"')[1]


def test_the_installed_demo_runs_and_leaves_the_current_folder_alone(
    installed: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRIALFINDER_CACHE")  # an installed tool keeps its cache in the user's cache folder
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    shown = installed.run("demo")
    assert shown.returncode == 0, shown.stderr
    assert "sample" in shown.stdout.lower()
    assert "NCT99" in shown.stdout
    assert not list(installed.folder.iterdir())
    assert list(tmp_path.iterdir()), "the demo's cache is in the user's cache folder"


def test_the_installed_program_searches_a_cache_from_another_folder(installed: Installed, sample_cache: Path) -> None:
    found = installed.run("search", "breast cancer", "--near", "Boston, MA", "--cache", str(sample_cache))
    assert found.returncode == 0, found.stderr
    assert "NCT99" in found.stdout


def test_the_installed_program_says_in_one_sentence_that_there_is_no_cache(installed: Installed) -> None:
    refused = installed.run("search", "breast cancer")
    assert refused.returncode == 3
    assert refused.stderr.startswith("trialfinder: error: ")
    assert "Traceback" not in refused.stderr
