"""The rules of the house that no linter knows: who lives where, how big a room may be, and where SQL may stand."""

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from trialfinder.domain.errors import ExitCode

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "trialfinder").rglob("*.py"))
TEST_MODULES = sorted((ROOT / "tests").rglob("*.py"))
SQL_FILES = sorted((ROOT / "sql").rglob("*.sql"))

LONGEST_MODULE = 350
LONGEST_FUNCTION = 60
SHAPELESS = re.compile(r"(?i)(?:\A|_)(?:utils?|helpers?|common|misc|stuff|managers?)(?:_|\Z)|Manager\Z|Helper\Z|Utils?\Z")
TOP_LEVEL = {
    *(".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "pyproject.toml"),
    *("cache", "sql", "tests", "trialfinder"),
}
LEFT_BEHIND = {".git", ".venv", ".coverage", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "build", "dist"}
"""What tools leave in a checkout; only looked at where git cannot be asked."""

STATEMENT = re.compile(
    r"(?is)\A\s*(?:select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|merge\s+into\s"
    r"|create\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:table|view|macro|index|schema|sequence|type)\s"
    r"|(?:drop|alter)\s+(?:table|view|macro|index|schema)\s|copy\s+\w+\s+(?:to|from)\s|explain\s+select\s)"
)
FRAGMENT = re.compile(r"\b(?:SELECT\s+[\w*\"]|INSERT INTO|DELETE FROM|ORDER BY|GROUP BY|JOIN \w+ (?:ON|USING)|FROM \w+ WHERE)")
PRIVATE_PATH = re.compile(r"\.\./shared|[\"'](?:/tmp|/home|/root|/work|/Users|[A-Z]:\\\\)(?:/|\b)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def docstring_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Bare strings: docstrings, and the notes that stand below a constant or a field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def written_strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is not a docstring."""
    notes = {id(node) for node in docstring_nodes(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.lineno, node.value


def loaded_after(*arguments: str) -> set[str]:
    """Modules in memory at the end of one run of the program, as its console script starts it."""
    program = (
        "import os, sys\n"
        "from trialfinder.__main__ import run\n"
        "end = os._exit\n"
        "os._exit = lambda code: (print('LOADED', *sys.modules, file=sys.stderr, flush=True), end(code))\n"
        f"sys.argv[1:] = {list(arguments)!r}\n"
        "run()\n"
    )
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}  # it loads much itself
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=60, env=unmeasured)
    assert "LOADED" in run.stderr, run.stderr
    return set(run.stderr.rpartition("LOADED")[2].split())


def test_the_import_contracts_hold() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    run = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("search", "--help"), ("refresh", "--help")], ids=" ".join)
def test_help_loads_neither_the_network_nor_the_database(arguments: tuple[str, ...]) -> None:
    heavy = {"requests", "urllib3", "tenacity", "duckdb", "_duckdb", "tabulate", "rapidfuzz", "jinja2"}
    assert not loaded_after(*arguments) & heavy


def test_a_search_loads_nothing_it_does_not_need(sample_cache: Path) -> None:
    """Harvester, readers of prose, other formats and rare options stay on disk: every module costs a cold start time."""
    loaded = loaded_after("search", "breast cancer", "--stage", "IV", "--near", "Boston, MA", "--cache", str(sample_cache))
    assert {"_duckdb", "tabulate"} <= loaded
    libraries = {"duckdb", "requests", "urllib3", "tenacity", "rapidfuzz", "jinja2", "xlsxwriter", "platformdirs"}
    of_python = {"difflib", "http.client", "json", "logging", "multiprocessing", "sqlite3", "ssl", "tomllib"}
    rooms = {
        f"trialfinder.{room}"
        for room in ("ctgov", "enrich", "sample", "render.brief", "render.json", "render.csv", "vocab.stage_rules")
    }
    rooms |= {f"trialfinder.vocab.{name}" for name in ("centers", "drugs", "second_opinion", "treatments")}
    assert not loaded & (libraries | of_python | rooms)


def test_every_library_has_one_home() -> None:
    """Each dependency is forbidden everywhere but in one room, or, for the settings at the bottom, everywhere above."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [contract for contract in settings["tool"]["importlinter"]["contracts"] if contract["type"] == "forbidden"]
    kept_in = {name: set(contract["source_modules"]) for contract in contracts for name in contract["forbidden_modules"]}
    rooms = {f"trialfinder.{path.stem}" for path in (ROOT / "trialfinder").iterdir() if (path / "__init__.py").exists()}
    rooms.add("trialfinder.settings")
    wanted = {re.split(r"[<>=]", name)[0] for name in settings["project"]["dependencies"]}
    assert wanted <= set(kept_in)
    assert not {name: rooms - closed for name, closed in kept_in.items() if len(rooms - closed) != 1}


@pytest.mark.parametrize("path", MODULES + TEST_MODULES, ids=name_of)
def test_no_module_outgrows_its_one_idea(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES + TEST_MODULES, ids=name_of)
def test_no_function_outgrows_a_screen(path: Path) -> None:
    functions = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for_and_what_it_offers(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree), "no module docstring"
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    offers = [node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    declared = {
        target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name)
    }
    assert "__all__" in declared or not offers, f"no __all__, yet it offers {offers}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_names_say_what_a_thing_is(path: Path) -> None:
    names = [*path.relative_to(ROOT).with_suffix("").parts]
    names += [node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)]
    assert not [name for name in names if SHAPELESS.search(name)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_sql_stands_in_python(path: Path) -> None:
    assert not [(line, text[:60]) for line, text in written_strings(tree_of(path)) if looks_like_sql(text)]


def looks_like_sql(text: str) -> bool:
    """Statements and pieces of them. ATTACH, PRAGMA, CHECKPOINT and EXPLAIN before a file's text are settings, not questions."""
    return bool(STATEMENT.match(text) or FRAGMENT.search(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT nct_id FROM trials", True),
        ("select count(*) from trials", True),
        (" ORDER BY nct_id", True),
        ("create temp table t as", True),
        ("select one or more stages", False),
        ("CHECKPOINT", False),
        ("update the local copy", False),
        ("With no place named, all sites count", False),
    ],
)
def test_the_sql_detector_tells_statements_from_prose(text: str, expected: bool) -> None:
    assert looks_like_sql(text) is expected


@pytest.mark.parametrize("path", SQL_FILES, ids=name_of)
def test_every_sql_file_says_what_it_answers(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"-- \S.{8,}", first), "no header comment"
    assert re.fullmatch(r"[a-z0-9_]+\.sql", path.name)


@pytest.mark.parametrize("path", SQL_FILES, ids=name_of)
def test_sql_files_hold_one_statement_with_named_parameters(path: Path) -> None:
    with duckdb.connect() as connection:
        statements = connection.extract_statements(path.read_text(encoding="utf-8"))
    assert len(statements) == 1 or (path.parent.name == "schema" and statements)
    names = {name for statement in statements for name in statement.named_parameters}
    assert not [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)], "positional or oddly named parameters"


def test_the_sql_folder_holds_only_sql_and_its_conventions() -> None:
    files = {path for path in (ROOT / "sql").rglob("*") if path.is_file()}
    assert files - set(SQL_FILES) == {ROOT / "sql" / "README.md"}


def shipped_texts() -> list[Path]:
    binary = {".gz", ".zst", ".parquet", ".pyc"}
    files = [path for folder in ("trialfinder", "sql") for path in (ROOT / folder).rglob("*")]
    return sorted(path for path in files if path.is_file() and path.suffix not in binary)


def test_the_program_knows_no_path_of_somebody_s_machine() -> None:
    found = {
        name_of(path): match[0] for path in shipped_texts() if (match := PRIVATE_PATH.search(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    commented = set(re.findall(r'^\s+"([^"]+)",\s+# \S.+$', text, flags=re.MULTILINE))
    assert not set(wanted) - commented


def test_the_top_level_holds_only_what_a_newcomer_expects() -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    present = {line.partition("/")[0] for line in run.stdout.splitlines()}
    if run.returncode:
        present = {path.name for path in ROOT.iterdir() if not path.name.endswith(".egg-info")} - LEFT_BEHIND
    assert present <= TOP_LEVEL


def test_exit_codes_are_told_in_the_readme_and_in_help() -> None:
    run = subprocess.run([sys.executable, "-m", "trialfinder", "--help"], capture_output=True, text=True, cwd=ROOT, timeout=60)
    in_help = set(re.findall(r"(?:^| )(\d+) [a-z]", run.stdout.partition("Exit codes:")[2], flags=re.MULTILINE))
    in_readme = set(re.findall(r"^\| `?(\d+)`? \| \S", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert {int(code) for code in in_help} == set(ExitCode)
    assert {int(code) for code in in_readme} == set(ExitCode)


@pytest.mark.parametrize("host", ["192.0.2.1", "clinicaltrials.gov"])
def test_no_test_can_reach_the_network(host: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="reached for the network"):
        socket.create_connection((host, 443), timeout=1)
