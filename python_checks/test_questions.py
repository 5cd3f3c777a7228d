"""Each mart's page asks two questions; their SQL runs on the sample and gives the stated answer."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import duckdb
import pytest

from python_checks.compiling import compile_project
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables
from python_checks.replay import replay, shared_connection
from python_checks.sample_company import SAMPLE_AS_OF_DATE

QUESTION = re.compile(
    r"\*\*(?P<words>[^*]+)\*\*\n+```sql\n(?P<sql>.*?)\n```\n+The sample answers: `(?P<row>[^`]+)`",
    re.DOTALL,
)
QUESTIONS_PER_MART = 2
BETWEEN_VALUES = " \N{MIDDLE DOT} "


class Question(NamedTuple):
    """A question of a mart's page, its query, and the first row that the page shows."""

    words: str
    sql: str
    row: str


def pages() -> dict[str, str]:
    """The description of every mart, as the docs site shows it."""
    path = compile_project(Policy(SAMPLE_AS_OF_DATE)).manifest_path
    nodes = json.loads(path.read_text(encoding="utf-8"))["nodes"].values()
    return {
        node["name"]: node["description"]
        for node in nodes
        if node["resource_type"] == "model" and node["path"].startswith("marts/")
    }


def questions(page: str) -> list[Question]:
    return [Question(*found) for found in QUESTION.findall(page)]


def all_questions() -> Iterator[tuple[str, Question]]:
    for mart, page in pages().items():
        for question in questions(page):
            yield mart, question


@pytest.fixture(scope="module")
def marts(sample: RawTables) -> duckdb.DuckDBPyConnection:
    """The built sample, in a session whose default database holds the schema `marts`."""
    compiled = compile_project(Policy(SAMPLE_AS_OF_DATE))
    replay(compiled, sample)
    cursor = shared_connection().cursor()
    cursor.execute(f'use "{compiled.database}"')
    return cursor


def first_row(database: duckdb.DuckDBPyConnection, sql: str) -> str | None:
    row = database.execute(sql).fetchone()
    return None if row is None else BETWEEN_VALUES.join(str(value) for value in row)


def test_the_page_of_every_mart_asks_two_questions() -> None:
    asked = {mart: len(questions(page)) for mart, page in pages().items()}
    assert asked
    assert {mart: n for mart, n in asked.items() if n < QUESTIONS_PER_MART} == {}


def test_every_query_on_the_page_of_a_mart_belongs_to_a_question_with_an_answer() -> None:
    for mart, page in pages().items():
        assert page.count("```sql") == len(questions(page)), mart


def test_every_question_is_asked_of_the_mart_on_whose_page_it_stands() -> None:
    for mart, question in all_questions():
        assert re.search(rf"\bmarts\.{mart}\b", question.sql), question.words


def test_every_question_reads_one_reporting_level_where_there_are_two(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    for mart, question in all_questions():
        columns = [row[0] for row in marts.execute(f"describe marts.{mart}").fetchall()]
        if "reporting_level" in columns:
            assert re.search(r"reporting_level = '\w+'", question.sql), question.words


def test_no_question_adds_or_averages_rates() -> None:
    for _, question in all_questions():
        assert not re.search(
            r"\b(sum|avg)\(\s*\w*(_rate|_retention|_share|_ratio)\w*", question.sql
        ), question.words


def test_the_sample_gives_the_answer_that_the_page_states(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    for mart, question in all_questions():
        assert first_row(marts, question.sql) == question.row, f"{mart}: {question.words}"
