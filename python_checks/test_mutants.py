"""The mutation tool changes one thing at a time, and says which."""

import pytest

from python_checks.mutants import count_changes, mutant_of


def all_changes(sql: str) -> list[str]:
    mutants = [mutant_of("model", sql, number) for number in range(count_changes(sql))]
    return [mutant.change for mutant in mutants if mutant]


@pytest.mark.parametrize(
    ("sql", "change"),
    [
        ("select a from t where b < c", "SELECT a FROM t WHERE b [< => <=] c"),
        ("select a from t where b < c", "SELECT a FROM t[ WHERE b < c => ]"),
        ("select a + b from t", "SELECT a [+ => -] b FROM t"),
        ("select a from t left join u on t.b = u.b", "FROM t [LEFT => INNER] JOIN u"),
        ("select a from t inner join u on t.b = u.b", "FROM t [INNER => LEFT] JOIN u"),
        ("select a from t union all select a from u", "SELECT a FROM t UNION [ALL  => ]SELECT a"),
        ("select sum(a) from t", "SELECT [SUM => MAX](a) FROM t"),
        ("select least(a, b) from t", "SELECT [LEAST => GREATEST](a, b) FROM t"),
        ("select coalesce(a, 0) from t", "SELECT [COALESCE(a, 0) => a] FROM t"),
        ("select distinct a from t", "SELECT [DISTINCT  => ]a FROM t"),
        ("select case when a then 2 end from t", "CASE WHEN a THEN [2 => 3] END"),
        ("select a from t where not exists (select 1 from u)", "WHERE [NOT  => ]EXISTS"),
        ("select cast(a as numeric(28, 6)) from t", "DECIMAL(28, [6 => 5])"),
    ],
)
def test_a_change_is_among_the_mutants(sql: str, change: str) -> None:
    assert any(change in found for found in all_changes(sql)), all_changes(sql)


def test_every_mutant_differs_from_the_original_and_from_the_others() -> None:
    sql = "select a, sum(b) from t where a > 0 and b <> 1 group by a"
    found = all_changes(sql)
    assert len(found) == len(set(found)) >= 8
