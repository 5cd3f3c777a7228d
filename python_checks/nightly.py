"""A warehouse that is built night after night: what dbt does to its tables, without dbt.

The first build is a full one; each later one runs the SQL that dbt compiles for a warehouse that
holds the marts already, and applies the strategy of each incremental model.
"""

from datetime import date
from uuid import uuid4

import duckdb

from python_checks.compiling import Compiled, Model, compile_later_build, compile_project
from python_checks.policy import Policy
from python_checks.raw_tables import Marts, RawTables
from python_checks.replay import Types, create_statement, load_raw, new_connection, read_rows

ACCOUNTS = "refresh_accounts"


class Warehouse:
    """One database, from its first full build on.

    Every build may have another as-of date, not before the last one's; the policy's own is only
    that of the compiled SQL.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.connection = new_connection()
        self.as_of_date: date | None = None
        self.invocation_id = ""

    def build(self, raw: RawTables, types: Types, as_of_date: date) -> Marts:
        """Build once more, of these raw tables; everything that the build leaves, by model.

        Raises duckdb.Error when a model fails.
        """
        last, self.as_of_date, self.invocation_id = self.as_of_date, as_of_date, str(uuid4())
        is_first = last is None
        compiled = (compile_project if is_first else compile_later_build)(self.policy)
        load_raw(self.connection, compiled, raw, types)
        for model in compiled.models:
            if model.name == "refresh_build":
                self._start_build(model, last, as_of_date)
            elif is_first or model.materialized != "incremental":
                self.connection.execute(self._tonight(compiled, create_statement(model)))
            else:
                self._replace_rows(compiled, model, self._tonight(compiled, model.sql))
        return self._read(compiled)

    def _tonight(self, compiled: Compiled, sql: str) -> str:
        """The SQL with tonight's as-of date and an invocation of its own."""
        day = sql.replace(f"'{self.policy.as_of_date}'", f"'{self.as_of_date}'")
        return day.replace(compiled.invocation_id, self.invocation_id)

    def _start_build(self, model: Model, last: date | None, as_of_date: date) -> None:
        first_month = last and last.replace(day=1)
        is_new_month = first_month is not None and first_month < as_of_date.replace(day=1)
        self.connection.execute(
            f"""
            create or replace table {model.relation} as select
                '{self.invocation_id}' as build_id,
                '' as signature,
                date '{as_of_date}' as as_of_date,
                '' as reason_for_full_build,
                {last is None} as is_full,
                {last == as_of_date} as is_same_day,
                cast({f"'{first_month}'" if is_new_month else "null"} as date)
                    as first_month_to_write
            """
        )

    def _replace_rows(self, compiled: Compiled, model: Model, sql: str) -> None:
        connection, target = self.connection, model.relation
        connection.execute(f"create or replace temp table new_rows as ({sql}\n)")
        if model.strategy == "replace_accounts":
            accounts = f"(select account_id from {_relation_of(compiled, ACCOUNTS)})"
            account = _account_column(connection)
            connection.execute(f"delete from {target} where {account} in {accounts}")
        if model.unique_key:
            keys = " and ".join(f"old.{key} = new_rows.{key}" for key in model.unique_key)
            connection.execute(f"delete from {target} as old using new_rows where {keys}")
        connection.execute(f"insert into {target} by name select * from new_rows")

    def _read(self, compiled: Compiled) -> Marts:
        return {
            model.name: read_rows(self.connection, f"select * from {model.relation}")
            for model in compiled.models
            if model.layer == "marts" or model.name == "int_periods_kept"
        }


def _account_column(connection: duckdb.DuckDBPyConnection) -> str:
    columns = {row[0] for row in connection.execute("describe new_rows").fetchall()}
    return "account_id" if "account_id" in columns else "customer_id"


def _relation_of(compiled: Compiled, name: str) -> str:
    return next(model.relation for model in compiled.models if model.name == name)
