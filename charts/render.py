"""Render the dashboard from the marts: `python -m charts.render`; the last line is its first page.

A page is a template in `boards`, its numbers come from `queries`, one file per question, and what
they mean from the docs blocks of the models. The pages need neither server nor network.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from charts import drawings, formats
from charts.database import Cursor, DashboardError, Failed, opened
from python_checks.summary import database_path

HERE = Path(__file__).resolve().parent
BOARDS = HERE / "boards"
QUERIES = HERE / "queries"
TARGET = HERE.parent / "target"
DASHBOARD = TARGET / "dashboard"

PAGES = {
    "headline": "Headline",
    "mrr_bridge": "MRR bridge",
    "retention": "Retention over time",
    "cohorts": "Cohorts",
    "segments": "Segments",
    "accounts_at_risk": "Accounts at risk",
    "data_quality": "Data quality",
}

FIRST_PAGE = next(iter(PAGES))

REFERENCE = re.compile(r"\{\{\s*ref\('(\w+)'\)\s*\}\}")
QUERY = re.compile(r"query\('(\w+)'\)")

Row = dict[str, Any]


@dataclass(frozen=True)
class Project:
    """What the pages need of dbt's manifest: where the models are, and what the words mean."""

    adapter: str
    relations: Mapping[str, str]
    definitions: Mapping[str, str]

    def sql(self, name: str) -> str:
        """The query with its `ref`s as relations; DashboardError for an unknown one."""
        return REFERENCE.sub(lambda found: self.relation(found[1], name), query_text(name))

    def relation(self, model: str, query: str) -> str:
        """The relation of a model; DashboardError when the project has no such model."""
        if model not in self.relations:
            raise DashboardError(f"charts/queries/{query}.sql reads {model}, which is no model.")
        return self.relations[model]

    def definition(self, name: str) -> str:
        """The docs block of that name; DashboardError when there is none."""
        if name not in self.definitions:
            raise DashboardError(f"models/*.md has no docs block {name}.")
        return self.definitions[name]

    def pages(self) -> dict[str, str]:
        """The pages, by name, whose models exist: optional marts may be absent."""
        return {page: title for page, title in PAGES.items() if self.has(models_of(page))}

    def has(self, models: frozenset[str]) -> bool:
        """Whether the project has all of these models."""
        return models <= self.relations.keys()


def read_project(manifest_path: Path) -> Project:
    """Read the manifest; DashboardError when dbt has not written one yet."""
    if not manifest_path.exists():
        raise DashboardError(f"There is no {manifest_path.name} of dbt yet. Run: make build")
    manifest: dict[str, Any] = json.loads(manifest_path.read_text(encoding="utf-8"))
    own = manifest["metadata"]["project_name"]
    return Project(
        adapter=manifest["metadata"]["adapter_type"],
        relations={
            # Without the name of the database: that is the file that is open.
            node["name"]: f'"{node["schema"]}"."{node["alias"]}"'
            for node in manifest["nodes"].values()
            if node["resource_type"] == "model" and node["config"]["enabled"]
        },
        definitions={
            block["name"]: block["block_contents"]
            for block in manifest["docs"].values()
            if block["package_name"] == own
        },
    )


def query_text(name: str) -> str:
    """The SQL of a query, with its `ref`s."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def file_name(page: str) -> str:
    """The file of a page; the first one is what a server or a link to the folder shows."""
    return "index.html" if page == FIRST_PAGE else f"{page}.html"


def queries_of(page: str) -> frozenset[str]:
    """The queries that a page asks."""
    return frozenset(QUERY.findall((BOARDS / f"{page}.html").read_text(encoding="utf-8")))


def models_of(page: str) -> frozenset[str]:
    """The models that the queries of a page read."""
    return frozenset(
        model for query in queries_of(page) for model in REFERENCE.findall(query_text(query))
    )


def ask(project: Project, database: Cursor, name: str) -> list[Row]:
    """The rows of a query, by column name; amounts stay exact decimals.

    Raises DashboardError when the query does not run, as when a column has another name.
    """
    try:
        database.execute(project.sql(name))
    except Failed as problem:
        raise DashboardError(
            f"charts/queries/{name}.sql does not run on this build. Build again, so that the marts"
            f" are those of the models as they are now. {problem}"
        ) from problem
    names = [column[0] for column in database.description or []]
    return [dict(zip(names, row, strict=True)) for row in database.fetchall()]


def by(rows: Sequence[Row], *columns: str) -> Iterator[tuple[Any, list[Row]]]:
    """The rows in groups of equal values, in the order of the values."""

    def key(row: Row) -> Any:
        values = tuple(row[column] for column in columns)
        return values if len(columns) > 1 else values[0]

    for value, group in groupby(sorted(rows, key=key), key=key):
        yield value, list(group)


def chart(spec: Mapping[str, Any], name: str) -> Markup:
    """A chart that the page draws when it is shown; `name` says in words what it shows."""
    # Inside a script element only `<` could end it.
    text = json.dumps(spec, separators=(",", ":"), default=drawings.plain).replace("<", "\\u003c")
    return Markup(
        '<div class="chart" role="img" aria-label="{}">'
        '<script type="application/json">{}</script></div>'
    ).format(name, Markup(text))


@cache
def drawing_library() -> Markup:
    """Vega-Lite and all that it needs, as one script."""
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return Markup(bundle.replace("</script", "<\\/script"))


def environment(project: Project, database: Cursor) -> Environment:
    """What the templates can use: filters of `formats`, drawings, queries and definitions."""
    templates = Environment(
        loader=FileSystemLoader(BOARDS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(formats.FILTERS)
    templates.filters["by"] = by
    templates.globals.update(
        query=partial(ask, project, database),
        definition=project.definition,
        points=formats.points,
        share=formats.share,
        chart=chart,
        draw=drawings,
        config=json.dumps(drawings.CONFIG),
        pages=project.pages(),
        file_name=file_name,
        library=drawing_library(),
        asset=lambda name: Markup((BOARDS / name).read_text(encoding="utf-8")),
    )
    return templates


def render(database_file: Path, manifest_path: Path, folder: Path) -> list[Path]:
    """Write every page into `folder`, the first page first.

    The manifest says whether the marts are in the file or in Postgres.

    Raises DashboardError when there is no build yet or a query fails.
    """
    project = read_project(manifest_path)
    folder.mkdir(parents=True, exist_ok=True)
    with opened(project.adapter, database_file) as database:
        templates = environment(project, database)
        return [write_page(templates, page, folder) for page in project.pages()]


def write_page(templates: Environment, page: str, folder: Path) -> Path:
    """Render one page into its file."""
    path = folder / file_name(page)
    path.write_text(templates.get_template(f"{page}.html").render(page=page), encoding="utf-8")
    return path


def main() -> None:
    """Render the dashboard of the database that the last `dbt build` wrote."""
    try:
        pages = render(database_path(), TARGET / "manifest.json", DASHBOARD)
    except DashboardError as problem:
        sys.exit(f"The dashboard was not rendered. {problem}")
    print(f"{len(pages)} pages. Open the first one in a browser; it needs no network:")
    print(pages[0])


if __name__ == "__main__":
    main()
