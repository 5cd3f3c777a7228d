"""The pages of the docs site name only what there is."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

import pytest

from python_checks.compiling import PROJECT_ROOT, compile_project
from python_checks.policy import Policy
from python_checks.sample_company import SAMPLE_AS_OF_DATE

PAGES_OF_NAMES = ("_overview.md", "_ownership.md", "_glossary.md", "_semantic.md")
NAME = re.compile(r"\b[a-z]+_[a-z0-9_]+\*?")


@cache
def manifest() -> dict[str, Any]:
    path = compile_project(Policy(SAMPLE_AS_OF_DATE)).manifest_path
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def page(name: str) -> str:
    return (PROJECT_ROOT / "models" / name).read_text(encoding="utf-8")


def models() -> list[dict[str, Any]]:
    return [node for node in manifest()["nodes"].values() if node["resource_type"] == "model"]


def marts() -> set[str]:
    return {node["name"] for node in models() if node["path"].startswith("marts/")}


def known_names() -> set[str]:
    """Models with their columns, exposures, metrics, saved queries, and the policies."""
    columns = {column for node in models() for column in node["columns"]}
    kinds = ("exposures", "metrics", "saved_queries")
    others = {node["name"] for kind in kinds for node in manifest()[kind].values()}
    policies = {field.name for field in fields(Policy)}
    return columns | others | policies | {node["name"] for node in models()}


def names_in_code(text: str) -> Iterator[str]:
    """Names with an underscore in `code`, without what stands in quotes."""
    for code in re.findall(r"`([^`]+)`", text):
        yield from NAME.findall(re.sub(r"'[^']*'", "", code))


def exists(name: str, known: set[str]) -> bool:
    stem = name.removesuffix("*")
    return any(one.startswith(stem) for one in known) if stem != name else name in known


@pytest.mark.parametrize("name", PAGES_OF_NAMES)
def test_a_page_names_only_models_and_columns_that_exist(name: str) -> None:
    known = known_names()
    named = list(names_in_code(page(name)))
    assert named
    assert [one for one in named if not exists(one, known)] == []


@pytest.mark.parametrize("name", ["_overview.md", "_ownership.md"])
def test_every_link_of_a_page_leads_somewhere_one_to_the_semantic_layer(name: str) -> None:
    targets = re.findall(r"\(#!/(?:model|exposure)/([\w.]+)\)", page(name))
    assert "exposure.subscription_retention.semantic_layer" in targets
    known = manifest()["nodes"].keys() | manifest()["exposures"].keys()
    assert [unique_id for unique_id in targets if unique_id not in known] == []


def test_the_front_page_says_which_question_each_mart_answers() -> None:
    rows = "\n".join(line for line in page("_overview.md").splitlines() if line.startswith("| "))
    assert {mart for mart in marts() if f"subscription_retention.{mart})" not in rows} == set()


def test_the_picture_of_the_front_page_exists_and_names_only_marts() -> None:
    (path,) = re.findall(r"!\[[^]]+\]\(([\w/.]+)\)", page("_overview.md"))
    picture = (PROJECT_ROOT / path).read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:metrics|fct|dim|rejected)_\w+", picture))
    assert named
    assert named <= marts()


def test_the_page_of_owners_has_a_row_for_every_group_with_every_mart_in_it() -> None:
    rows = page("_ownership.md").splitlines()
    for group in manifest()["groups"].values():
        (row,) = [row for row in rows if f"| {group['owner']['email']} |" in row]
        owned = {node["name"] for node in models() if node["config"]["group"] == group["name"]}
        assert {mart for mart in owned & marts() if not is_named(mart, row)} == set(), group["name"]


def is_named(mart: str, row: str) -> bool:
    return any(exists(name, {mart}) for name in names_in_code(row))
