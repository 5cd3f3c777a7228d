"""The rules of the house, read from the manifest and the files."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from python_checks.compiling import PROJECT_ROOT, Compiled, compile_project
from python_checks.policy import Policy
from python_checks.replay import create_statement, load_raw, new_connection
from python_checks.sample_company import SAMPLE_AS_OF_DATE

LAYERS = ("refresh", "staging", "intermediate", "marts", "semantic", "memory")
READERS = ("refresh", "staging")
PREFIXES = {
    "refresh": ("refresh_",),
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "marts": ("dim_", "fct_", "metrics_", "rejected_", "data_quality_"),
    "semantic": ("semantic_",),
    "memory": ("memory_",),
}
PROJECT = "subscription_retention"
DECIDED = {f"macro.{PROJECT}.{name}" for name in ("is_full_build", "as_of_day")}
MODEL_LINES = 100
MACRO_LINES = 20
LONG_MACROS = {"follow_links": "one recursion, whose steps make no sense apart"}
CLOCKS = r"\b(current_date|current_timestamp|localtimestamp|getdate|sysdate|now\s*\(|today\s*\()"
ADDRESSES = r"(pypi|npmjs|debian|getdbt|crates|python\w+)\.(org|com|io)/|//hub\.|//registry\."
MACHINE_PATHS = r"(?<![\w.~}])/(work|home|root|Users|mnt|tmp/t)/\w"

Node = dict[str, Any]


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    return compile_project(Policy(SAMPLE_AS_OF_DATE))


@pytest.fixture(scope="session")
def manifest(compiled: Compiled) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(compiled.manifest_path.read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> list[Node]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def layer(node: Node) -> str:
    return Path(node["path"]).parts[0]


def without_comments(sql: str) -> str:
    return re.sub(r"\{#.*?#\}|--[^\n]*", "", sql, flags=re.DOTALL)


def project_macros(manifest: dict[str, Any]) -> list[Node]:
    return [
        macro
        for macro in manifest["macros"].values()
        if macro["package_name"] == manifest["metadata"]["project_name"]
    ]


def breaking(models: list[Node], pattern: str) -> list[str]:
    """The models whose code, comments aside, holds the pattern."""
    found = re.compile(pattern, re.IGNORECASE)
    return [node["name"] for node in models if found.search(without_comments(node["raw_code"]))]


def test_every_model_stands_beside_a_yml_of_the_same_name(models: list[Node]) -> None:
    for node in models:
        path = Path(node["original_file_path"]).with_suffix(".yml")
        assert str(node["patch_path"]).endswith(f"://{path.as_posix()}"), node["name"]


def test_every_yml_stands_beside_its_model() -> None:
    for path in (PROJECT_ROOT / "models").rglob("[!_]*.yml"):
        assert path.with_suffix(".sql").exists(), path
        described = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        assert [model["name"] for model in described] == [path.stem]


def test_every_model_has_the_prefix_of_its_layer(models: list[Node]) -> None:
    for node in models:
        assert node["name"].startswith(PREFIXES[layer(node)]), node["name"]


def test_references_go_downhill_only(manifest: dict[str, Any], models: list[Node]) -> None:
    for node in models:
        for parent in node["depends_on"]["nodes"]:
            assert parent_rank(manifest, parent) <= LAYERS.index(layer(node)), node["name"]


def parent_rank(manifest: dict[str, Any], unique_id: str) -> int:
    node = manifest["nodes"].get(unique_id)
    is_model = node is not None and node["resource_type"] == "model"
    return LAYERS.index(layer(node)) if is_model else -1


def test_only_refresh_and_staging_read_raw_tables(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    for node in models:
        ranks = [parent_rank(manifest, parent) for parent in node["depends_on"]["nodes"]]
        assert min(ranks, default=0) >= 0 or layer(node) in READERS, node["name"]


def test_what_depends_on_the_kind_of_build_is_built_once_it_is_decided(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    decision = f"model.{PROJECT}.refresh_build"
    asking = [node for node in models if macros_of(manifest, node) & DECIDED]
    assert asking
    for node in asking:
        known = {node["unique_id"], *ancestors_of(manifest, node["unique_id"])}
        assert decision in known, node["name"]


def test_whoever_builds_what_depends_on_raw_tables_decides_anew(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    decision = f"model.{PROJECT}.refresh_build"
    raw = {parent for node in models for parent in node["depends_on"]["nodes"]} & {
        name for name in manifest["nodes"] if name.startswith("seed.")
    }
    read_in_time = ancestors_of(manifest, decision)
    benchmarks = f"seed.{PROJECT}.retention_benchmarks"
    assert raw - read_in_time == {benchmarks}


def macros_of(manifest: dict[str, Any], node: Node) -> set[str]:
    """The macros that a node calls, and those that they call."""
    called = node["depends_on"]["macros"]
    return reached(called, lambda macro: manifest["macros"][macro]["depends_on"]["macros"])


def reached(first: Iterable[str], further: Callable[[str], Iterable[str]]) -> set[str]:
    """What one comes to from the first ones, with these."""
    found: set[str] = set()
    waiting = list(first)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += further(name)
    return found


def test_staging_models_do_not_read_each_other(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    staging = LAYERS.index("staging")
    for node in models:
        ranks = [parent_rank(manifest, parent) for parent in node["depends_on"]["nodes"]]
        assert layer(node) != "staging" or staging not in ranks, node["name"]


def test_a_build_remembers_that_it_is_complete_after_every_other_model(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    read = {parent for node in models for parent in node["depends_on"]["nodes"]}
    assert [node["name"] for node in models if node["unique_id"] not in read] == ["memory_build"]


def test_every_description_names_the_grain_first(models: list[Node]) -> None:
    descriptions = {node["name"]: node["description"] for node in models}
    assert [
        name for name, text in descriptions.items() if not text.startswith("One row per ")
    ] == []


def test_every_intermediate_model_opens_with_its_grain(models: list[Node]) -> None:
    for node in models:
        if layer(node) == "intermediate":
            assert re.match(r"\{#\s+Grain: ", node["raw_code"]), node["name"]


def test_every_column_is_described_in_the_order_of_the_model(
    compiled: Compiled, models: list[Node]
) -> None:
    connection = new_connection()
    load_raw(connection, compiled, {})
    for model in compiled.models:
        connection.execute(create_statement(model))
    for node in models:
        assert list(node["columns"]) == columns_of(connection, node), node["name"]
        for name, column in node["columns"].items():
            assert column["description"].strip(), f"{node['name']}.{name}"


def columns_of(connection: duckdb.DuckDBPyConnection, node: Node) -> list[str]:
    rows = connection.execute(f"describe {node['relation_name']}").fetchall()
    return [row[0] for row in rows]


def test_what_is_said_of_a_column_is_said_once() -> None:
    said = Counter(
        (name, description.strip())
        for name, description in described_columns()
        if "doc(" not in description
    )
    assert [column for column, times in said.items() if times > 1] == []


def described_columns() -> Iterator[tuple[str, str]]:
    for path in (PROJECT_ROOT / "models").rglob("[!_]*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            for column in model.get("columns", []):
                yield column["name"], column.get("description", "")


def test_no_model_macro_or_test_reads_the_clock(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    assert breaking(models + tests, CLOCKS) == []
    for macro in project_macros(manifest):
        assert not re.search(CLOCKS, without_comments(macro["macro_sql"])), macro["name"]


def test_marts_are_public_under_contract_and_nothing_else_is_public(models: list[Node]) -> None:
    for node in models:
        is_mart = layer(node) == "marts"
        assert (node["config"]["access"] == "public") == is_mart, node["name"]
        assert node["config"]["contract"]["enforced"] == is_mart, node["name"]
        assert node["config"]["group"], node["name"]


def test_every_model_and_metric_belongs_to_a_group_with_an_owner(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    owned = {group["name"] for group in groups(manifest) if is_owner(group["owner"])}
    owing = [*models, *manifest["metrics"].values()]
    assert [node["name"] for node in owing if group_of(node) not in owned] == []


def test_every_group_answers_for_some_mart(manifest: dict[str, Any], models: list[Node]) -> None:
    answering = {group_of(node) for node in models if layer(node) == "marts"}
    assert answering == {group["name"] for group in groups(manifest)}


def test_models_that_are_no_marts_belong_to_the_data_team(models: list[Node]) -> None:
    for node in models:
        assert layer(node) == "marts" or group_of(node) == "data", node["name"]


def group_of(node: Node) -> str:
    return str(node["config"]["group"])


def is_owner(owner: dict[str, Any]) -> bool:
    return bool(owner.get("name")) and "@" in (owner.get("email") or "")


def test_every_exposure_is_described_and_owned_by_the_owner_of_a_group(
    manifest: dict[str, Any],
) -> None:
    owners = [(group["owner"]["name"], group["owner"]["email"]) for group in groups(manifest)]
    for exposure in manifest["exposures"].values():
        assert exposure["description"].strip(), exposure["name"]
        assert exposure["maturity"], exposure["name"]
        owner = exposure["owner"]
        assert (owner.get("name"), owner.get("email")) in owners, exposure["name"]


def groups(manifest: dict[str, Any]) -> list[Node]:
    return list(manifest["groups"].values())


def test_what_an_exposure_depends_on_leads_to_marts_and_back_to_raw_tables(
    manifest: dict[str, Any],
) -> None:
    """What `dbt ls --select +exposure:NAME` lists."""
    for unique_id, exposure in manifest["exposures"].items():
        ancestors = ancestors_of(manifest, unique_id)
        layers = {layer(manifest["nodes"][name]) for name in ancestors if name.startswith("model.")}
        assert {"marts", "staging"} <= layers, exposure["name"]
        assert any(name.startswith(("seed.", "source.")) for name in ancestors), exposure["name"]


def ancestors_of(manifest: dict[str, Any], unique_id: str) -> set[str]:
    parents = manifest["parent_map"]
    return reached(parents[unique_id], parents.__getitem__)


def test_an_exposure_reads_what_is_made_for_others_only(manifest: dict[str, Any]) -> None:
    """Marts, the views behind MetricFlow, and the record of builds."""
    for exposure in manifest["exposures"].values():
        for parent in exposure["depends_on"]["nodes"]:
            if parent.startswith("model."):
                node = manifest["nodes"][parent]
                is_for_others = layer(node) in ("marts", "semantic")
                assert is_for_others or node["name"] == "memory_build", exposure["name"]


def test_no_model_is_longer_than_a_hundred_lines(models: list[Node]) -> None:
    lengths = {node["name"]: len(node["raw_code"].splitlines()) for node in models}
    assert {name: lines for name, lines in lengths.items() if lines > MODEL_LINES} == {}


def test_no_macro_is_longer_than_twenty_lines(manifest: dict[str, Any]) -> None:
    lengths = {
        macro["name"]: len(macro["macro_sql"].strip().splitlines())
        for macro in project_macros(manifest)
        if macro["name"] not in LONG_MACROS
    }
    assert {name: lines for name, lines in lengths.items() if lines > MACRO_LINES} == {}


def test_models_use_no_sql_that_other_warehouses_read_differently(models: list[Node]) -> None:
    assert breaking(models, r"\bselect\s+\*\s*,") == []
    assert breaking(models, r"\bqualify\b") == []
    assert breaking(models, r"\bgroup\s+by\s+(all\b|\d)") == []


def test_no_alias_has_one_letter(models: list[Node]) -> None:
    assert breaking(models, r"\bas\s+[a-z]\b(?!\()") == []


def test_every_model_ends_by_selecting_its_last_step(models: list[Node]) -> None:
    for node in models:
        last_line = node["raw_code"].strip().splitlines()[-1]
        assert re.match(r"select \* from \w+", last_line), node["name"]


def test_no_step_is_called_final(models: list[Node]) -> None:
    assert breaking(models, r"\bfinal\s+as\s*\(") == []


def test_every_unit_test_says_what_it_shows(manifest: dict[str, Any]) -> None:
    for test in manifest["unit_tests"].values():
        assert test["description"], test["name"]


def test_every_data_test_is_named_by_a_sentence(manifest: dict[str, Any]) -> None:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test":
            assert len(node["name"].split("_")) >= 4, node["name"]
            generic = (node.get("test_metadata") or {}).get("name")
            assert generic is None or not node["name"].startswith(f"{generic}_"), node["name"]


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    for path in own_files():
        text = path.read_text(encoding="utf-8", errors="ignore")
        found = re.search(f"{ADDRESSES}|{MACHINE_PATHS}", text)
        assert not found, f"{path}: {found}"


def own_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := PROJECT_ROOT / name).is_file()]
