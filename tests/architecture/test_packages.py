"""What the layout rests on: names nobody else claims, and who alone may do what."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PACKAGES = (
    "cli", "config", "documents", "flows", "models", "notifications", "rules", "services", "web",
)  # fmt: skip
# "manager" is not among them: the programme manager is a person here.
VAGUE = {"utils", "util", "helpers", "helper", "managers", "data", "info", "misc"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 60


@pytest.fixture(scope="module")
def modules(repository: Path) -> dict[Path, ast.Module]:
    """Every module of the packages, parsed; migrations left out, which are made by a tool."""
    paths = [
        path
        for package in PACKAGES
        for path in sorted((repository / package).rglob("*.py"))
        if "versions" not in path.parts
    ]
    return {
        path.relative_to(repository): ast.parse(path.read_text(encoding="utf-8")) for path in paths
    }


def test_no_installed_distribution_claims_our_package_names() -> None:
    claimed = {
        name: set(distributions) - {"longstop"}
        for name, distributions in packages_distributions().items()
        if name in PACKAGES
    }

    assert not {name: others for name, others in claimed.items() if others}


def test_each_package_is_the_one_of_this_checkout(repository: Path) -> None:
    import importlib.util

    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin == str(repository / name / "__init__.py")


def test_no_package_module_or_script_is_named_after_a_standard_module(
    modules: dict[Path, ast.Module], repository: Path
) -> None:
    # Run as a script, a module's folder comes first, and its neighbours hide what they are named
    # after.
    scripts = [path.stem for path in (repository / "scripts").rglob("*.py")]
    names = {*PACKAGES, *scripts, *(path.stem for path in modules)} - {"__init__"}

    assert not names & sys.stdlib_module_names


def test_no_module_has_a_vague_name(modules: dict[Path, ast.Module]) -> None:
    assert not [path for path in modules if path.stem in VAGUE]


def test_every_module_says_what_it_is_for(modules: dict[Path, ast.Module]) -> None:
    assert not [path for path, module in modules.items() if not ast.get_docstring(module)]


def test_every_public_function_and_class_says_what_it_means(
    modules: dict[Path, ast.Module],
) -> None:
    silent = [
        f"{path}: {node.name}"
        for path, module in modules.items()
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_files_and_functions_stay_small(modules: dict[Path, ast.Module], repository: Path) -> None:
    long_files = [
        f"{path}: {lines} lines"
        for path in modules
        if (lines := len((repository / path).read_text(encoding="utf-8").splitlines()))
        > LONGEST_FILE
    ]
    long_functions = [
        f"{path}: {function.name}, {length} lines"
        for path, module in modules.items()
        for function in _functions(module)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]

    assert (long_files, long_functions) == ([], [])


def test_only_models_select(modules: dict[Path, ast.Module]) -> None:
    selecting = {
        path
        for path, module in modules.items()
        for source, name in _imported(module)
        if source in ("sqlmodel", "sqlalchemy") and name == "select"
    }

    assert selecting
    assert not [path for path in selecting if path.parts[0] != "models"]


def test_only_the_settings_read_the_environment(modules: dict[Path, ast.Module]) -> None:
    reading = [
        path
        for path, module in modules.items()
        for node in ast.walk(module)
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"))
        or (isinstance(node, ast.Name) and node.id in ("environ", "getenv"))
    ]

    assert set(reading) <= {Path("config/settings.py")}


def test_only_the_doors_read_a_clock(modules: dict[Path, ast.Module]) -> None:
    clocks = {"now", "today", "utcnow"}
    reading = {
        path
        for path, module in modules.items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and _last_name(node.func.value) in ("datetime", "date", "pendulum")
    }

    assert reading <= {Path("cli/clock.py"), Path("flows/clock.py")}
    assert reading


def test_services_never_commit(modules: dict[Path, ast.Module]) -> None:
    committing = [
        path
        for path, module in modules.items()
        if path.parts[0] == "services"
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]

    assert committing == []


def _functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _imported(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def _last_name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr
