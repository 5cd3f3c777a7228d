"""Compile the dbt project under one policy and read its models, as plain SQL, from the manifest."""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import duckdb
from dbt.cli.main import dbtRunner

from python_checks.policy import Policy
from python_checks.raw_tables import TABLES

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SAMPLE_TARGET = "sample"
DATABASE = "replay.duckdb"


class DbtError(RuntimeError):
    """A dbt command failed; the message is dbt's own."""


@dataclass(frozen=True)
class Model:
    """One dbt model: its compiled SQL and the quoted relation that it fills."""

    name: str
    layer: str
    schema: str
    relation: str
    sql: str
    materialized: str
    strategy: str
    unique_key: tuple[str, ...]
    parents: frozenset[str]

    @property
    def is_view(self) -> bool:
        """Whether dbt stores a query instead of rows."""
        return self.materialized == "view"


@dataclass(frozen=True)
class ReferenceSeed:
    """One seed that is no raw table: its file, the relation that it fills, and its types."""

    path: Path
    schema: str
    relation: str
    types: Mapping[str, str]


@dataclass(frozen=True)
class DataTest:
    """One dbt data test: a query that returns a row for each failure."""

    name: str
    sql: str
    models: frozenset[str]


@dataclass(frozen=True)
class Compiled:
    """The project under one policy; `models` stand in an order in which they can run."""

    policy: Policy
    manifest_path: Path
    database: str
    raw_relations: Mapping[str, str]
    raw_schema: str
    reference_seeds: tuple[ReferenceSeed, ...]
    models: tuple[Model, ...]
    data_tests: tuple[DataTest, ...]
    invocation_id: str

    @property
    def schemas(self) -> frozenset[str]:
        """Every schema that the raw tables, the other seeds and the models live in."""
        seeds = {seed.schema for seed in self.reference_seeds}
        return frozenset({self.raw_schema, *seeds, *(model.schema for model in self.models)})


def policy_variables(policy: Policy) -> dict[str, object]:
    """The policy as dbt variables, which have the same names."""
    return {
        **{field.name: _as_variable(getattr(policy, field.name)) for field in fields(policy)},
        "use_sample_data": True,
    }


def _as_variable(value: object) -> object:
    if isinstance(value, (date, Decimal)):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def build_project(folder: Path, *options: str) -> Path:
    """Run `dbt build` with the project's own variables, as a person would; the database file.

    `folder` keeps the database, so that a second build finds what the first one left.
    Raises DbtError when a model or a test fails.
    """
    database_file = folder / "build.duckdb"
    places = ["--log-path", str(folder), "--target-path", str(folder / "target")]
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--quiet", "build", *options, *places],
        cwd=PROJECT_ROOT,
        env={**os.environ, "DUCKDB_PATH": str(database_file)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DbtError(done.stdout + done.stderr)
    return database_file


def run_dbt(
    command: str,
    *options: str,
    variables: Mapping[str, object],
    database_file: Path,
    target_path: Path,
    project_dir: Path = PROJECT_ROOT,
) -> None:
    """Run one dbt command in this process on the embedded database.

    Raises DbtError when the command fails.
    """
    with _environment(DUCKDB_PATH=str(database_file)):
        outcome = dbtRunner().invoke(
            [
                *("--quiet", "--log-path", str(target_path)),
                *(command, *options),
                *("--target", SAMPLE_TARGET, "--target-path", str(target_path)),
                *("--project-dir", str(project_dir), "--profiles-dir", str(project_dir)),
                *("--vars", json.dumps(dict(variables))),
            ]
        )
    if not outcome.success:
        raise DbtError(f"dbt {command} failed: {outcome.exception or outcome.result}")


@cache
def compile_project(policy: Policy, project_dir: Path = PROJECT_ROOT) -> Compiled:
    """Compile models and data tests under `policy`; the answer is kept for this process."""
    return _compile(policy, _scratch_folder(), project_dir)


@cache
def compile_later_build(policy: Policy) -> Compiled:
    """Compile the project for a warehouse that holds a build already; kept for this process.

    dbt looks at which tables exist and at one row of `refresh_build`, so the tables are empty here.
    """
    folder = _scratch_folder()
    with duckdb.connect(folder / DATABASE) as connection:
        for model in compile_project(policy).models:
            if model.materialized == "incremental" or model.name == "refresh_build":
                connection.execute(f'create schema if not exists "{model.schema}"')
                connection.execute(f"create table {model.relation} as select false as is_full")
    return _compile(policy, folder, PROJECT_ROOT)


def _scratch_folder() -> Path:
    folder = Path(mkdtemp(prefix="compiled_models_"))
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


def _compile(policy: Policy, folder: Path, project_dir: Path) -> Compiled:
    run_dbt(
        "compile",
        *("--exclude", "resource_type:unit_test", "--no-populate-cache"),
        variables=policy_variables(policy),
        database_file=folder / DATABASE,
        target_path=folder / "target",
        project_dir=project_dir,
    )
    return read_manifest(folder / "target" / "manifest.json", policy)


def read_manifest(path: Path, policy: Policy) -> Compiled:
    """Read a compiled manifest; seeds named like the raw tables are the raw tables."""
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    nodes: dict[str, Any] = manifest["nodes"]
    seeds = {node["name"]: node for node in _of_type(nodes, "seed") if node["name"] in TABLES}
    models = tuple(_model(nodes, unique_id) for unique_id in _runnable_order(nodes))
    return Compiled(
        policy=policy,
        manifest_path=path,
        database=next(iter(seeds.values()))["database"],
        raw_relations={name: node["relation_name"] for name, node in seeds.items()},
        raw_schema=next(iter(seeds.values()))["schema"],
        reference_seeds=tuple(
            _reference_seed(node) for node in _of_type(nodes, "seed") if node["name"] not in TABLES
        ),
        models=models,
        data_tests=tuple(_data_test(nodes, node) for node in _of_type(nodes, "test")),
        invocation_id=manifest["metadata"]["invocation_id"],
    )


def _of_type(nodes: Mapping[str, Any], resource_type: str) -> list[dict[str, Any]]:
    return [node for node in nodes.values() if node["resource_type"] == resource_type]


def _model_parents(nodes: Mapping[str, Any], node: Mapping[str, Any]) -> list[str]:
    return [
        parent
        for parent in node["depends_on"]["nodes"]
        if nodes.get(parent, {}).get("resource_type") == "model"
    ]


def _runnable_order(nodes: Mapping[str, Any]) -> list[str]:
    graph = {
        node["unique_id"]: sorted(_model_parents(nodes, node))
        for node in sorted(_of_type(nodes, "model"), key=lambda node: str(node["unique_id"]))
        if node["config"]["enabled"]
    }
    return list(TopologicalSorter(graph).static_order())


def _model(nodes: Mapping[str, Any], unique_id: str) -> Model:
    node = nodes[unique_id]
    return Model(
        name=node["name"],
        layer=Path(node["path"]).parts[0],
        schema=node["schema"],
        relation=node["relation_name"] or "",
        sql=node["compiled_code"],
        materialized=node["config"]["materialized"],
        strategy=node["config"]["incremental_strategy"] or "",
        unique_key=tuple(_as_list(node["config"]["unique_key"])),
        parents=frozenset(nodes[parent]["name"] for parent in _model_parents(nodes, node)),
    )


def _as_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _reference_seed(node: Mapping[str, Any]) -> ReferenceSeed:
    return ReferenceSeed(
        path=PROJECT_ROOT / node["original_file_path"],
        schema=node["schema"],
        relation=node["relation_name"],
        types=node["config"]["column_types"],
    )


def _data_test(nodes: Mapping[str, Any], node: Mapping[str, Any]) -> DataTest:
    return DataTest(
        name=node["name"],
        sql=node["compiled_code"],
        models=frozenset(nodes[parent]["name"] for parent in _model_parents(nodes, node)),
    )


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
