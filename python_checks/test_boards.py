"""The pages of the dashboard show the marts' numbers, in a browser without a network."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page

from charts import formats, render
from charts.database import DashboardError
from charts.render import Project, ask, models_of, query_text, read_project
from python_checks.browser import find_or_install, headless_chromium
from python_checks.compiling import Compiled, compile_project
from python_checks.packages import NotInstallableError
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables
from python_checks.replay import write_database
from python_checks.sample_company import SAMPLE_AS_OF_DATE

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
QUERIES = sorted(path.stem for path in render.QUERIES.glob("*.sql"))
LAST_MONTH = "(select max(month_start) from marts.metrics_mrr_monthly where is_complete_month)"
OF_YEAR = f"month_start = {LAST_MONTH} and window_months = 12"


@dataclass(frozen=True)
class Dashboard:
    """The pages of the sample company, and the marts that they were rendered from."""

    pages: dict[str, Path]
    project: Project
    manifest: dict[str, Any]
    database: duckdb.DuckDBPyConnection

    def values(self, sql: str) -> list[Decimal]:
        """The first column of a query over the marts."""
        return [Decimal(row[0]) for row in self.database.execute(sql).fetchall()]


def tables_only(compiled: Compiled) -> Compiled:
    """The project with every view as a table, so that any of its columns can be renamed."""
    models = tuple(replace(model, materialized="table") for model in compiled.models)
    return replace(compiled, models=models)


@pytest.fixture(scope="session")
def dashboard(sample: RawTables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    compiled = compile_project(Policy(SAMPLE_AS_OF_DATE))
    folder = tmp_path_factory.mktemp("dashboard")
    database_file = write_database(tables_only(compiled), folder, sample)
    pages = render.render(database_file, compiled.manifest_path, folder / "pages")
    project = read_project(compiled.manifest_path)
    with duckdb.connect(str(database_file)) as connection:
        yield Dashboard(
            pages=dict(zip(project.pages(), pages, strict=True)),
            project=project,
            manifest=json.loads(compiled.manifest_path.read_text(encoding="utf-8")),
            database=connection,
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with headless_chromium() as running:
        yield running


Opened = Callable[[str], Page]


@pytest.fixture
def opened(dashboard: Dashboard, browser: Browser) -> Iterator[Opened]:
    """Open a page of the dashboard from disk, on a wide screen, without a network."""
    with browser.new_context(viewport=WIDE, offline=True) as context:  # type: ignore[arg-type]

        def look_at(name: str) -> Page:
            page = context.new_page()
            page.goto(dashboard.pages[name].as_uri())
            return page

        yield look_at


def shown(page: Page, metric: str) -> list[Decimal]:
    """The numbers that a reader sees of a metric, to the last digit."""
    seen = page.locator(f'data[data-metric="{metric}"]:visible')
    values: list[str] = seen.evaluate_all("seen => seen.map(number => number.value)")
    return [Decimal(value) for value in values]


def text_of(page: Page, metric: str) -> str:
    return page.locator(f'data[data-metric="{metric}"]:visible').first.inner_text()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])
def test_every_page_loads_without_a_network_an_error_or_a_sideways_scroll(
    dashboard: Dashboard, browser: Browser, viewport: Any
) -> None:
    complaints: list[str] = []
    with browser.new_context(viewport=viewport, offline=True) as context:
        for name, path in dashboard.pages.items():
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("request", lambda request: complaints.append(request.url))
            page.goto(path.as_uri())
            page.wait_for_function("!document.querySelector('.chart[data-drawn=no]')")
            charts = page.locator(".chart:visible")
            assert charts.count() == charts.locator("svg").count(), name
            assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], name
    assert [text for text in complaints if not text.startswith(("file:", "data:"))] == []
    assert len(complaints) >= len(dashboard.pages)


def test_no_page_refers_to_anything_outside_itself(dashboard: Dashboard) -> None:
    outside = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(["']?http|@import""")
    for path in dashboard.pages.values():
        library = str(render.drawing_library())
        own_text = path.read_text(encoding="utf-8").replace(library, "")
        assert len(own_text) < path.stat().st_size - len(library) // 2
        assert outside.search(own_text) is None, path.name


NUMBERS = {
    "headline": {
        "net_revenue_retention": f"metrics_retention_monthly where {OF_YEAR}",
        "gross_revenue_retention": f"metrics_retention_monthly where {OF_YEAR}",
        "logo_churn_rate": f"metrics_retention_monthly where {OF_YEAR}",
        "closing_mrr": f"metrics_mrr_monthly where month_start = {LAST_MONTH}",
        "arr": f"metrics_mrr_monthly where month_start = {LAST_MONTH}",
        "net_revenue_retention_without_top_5": (
            f"metrics_retention_health where month_start = {LAST_MONTH} and dimension = 'total'"
        ),
    },
    "mrr_bridge": dict.fromkeys(
        ("opening_mrr", "new_mrr", "expansion_mrr", "churn_mrr", "closing_mrr"),
        f"metrics_mrr_monthly where month_start = {LAST_MONTH}",
    ),
    "cohorts": {
        "net_revenue_retention": "metrics_retention_by_cohort where true",
    },
    "segments": {
        "net_revenue_retention": (
            f"metrics_retention_monthly_by_segment where {OF_YEAR} and dimension = 'segment'"
        ),
        "expansion_mrr": (
            f"metrics_retention_monthly_by_segment where {OF_YEAR} and dimension = 'segment'"
        ),
    },
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_page_shows_the_numbers_of_the_marts(
    dashboard: Dashboard, opened: Opened, name: str
) -> None:
    page = opened(name)
    for metric, source in NUMBERS[name].items():
        expected = dashboard.values(
            f"select {metric} from marts.{source} and reporting_level = 'customer'"
        )
        assert sorted(shown(page, metric)) == sorted(expected) != [], metric


def test_last_years_rates_stand_beside_this_years(dashboard: Dashboard, opened: Opened) -> None:
    page = opened("headline")
    for metric in ("net_revenue_retention", "gross_revenue_retention", "logo_churn_rate"):
        expected = dashboard.values(
            f"select {metric} from marts.metrics_retention_monthly where window_months = 12 and"
            f" month_start = {LAST_MONTH} - interval '1 year' and reporting_level = 'customer'"
        )
        assert shown(page, f"{metric}_last_year") == expected


def test_what_is_read_is_the_number_that_is_held(dashboard: Dashboard, opened: Opened) -> None:
    page = opened("headline")
    (rate,) = shown(page, "net_revenue_retention")
    (mrr,) = shown(page, "closing_mrr")
    assert text_of(page, "net_revenue_retention") == formats.rate(rate) == "110.4\u202f%"
    assert text_of(page, "closing_mrr") == formats.money(mrr) == "801.7\u202fk"
    assert "12 months to the end of April 2026" in page.locator("main").inner_text()


def test_retention_over_time_names_the_rates_of_every_window(
    dashboard: Dashboard, opened: Opened
) -> None:
    page = opened("retention")
    for window in (1, 3, 12):
        for metric in ("net_revenue_retention", "gross_revenue_retention", "logo_churn_rate"):
            expected = dashboard.values(
                f"select {metric} from marts.metrics_retention_monthly where window_months ="
                f" {window} and month_start = {LAST_MONTH} and reporting_level = 'customer'"
            )
            assert shown(page, f"{metric}_{window}") == expected


def test_findings_of_the_health_mart_are_sentences_on_the_first_page(
    dashboard: Dashboard, opened: Opened
) -> None:
    text = opened("headline").locator(".view:visible").inner_text()
    leaky = dashboard.database.execute(
        "select finding from marts.metrics_retention_health where is_leaky_bucket"
        f" and reporting_level = 'customer' and month_start = {LAST_MONTH}"
    ).fetchall()
    assert leaky
    assert all(finding in text for (finding,) in leaky)


def test_data_quality_counts_what_was_left_out(dashboard: Dashboard, opened: Opened) -> None:
    page = opened("data_quality")
    summary = "from marts.data_quality_summary"
    assert shown(page, "rows_rejected") == dashboard.values(f"select sum(rows_rejected) {summary}")
    assert shown(page, "mrr_at_stake") == dashboard.values(f"select sum(mrr_at_stake) {summary}")
    assert shown(page, "test_accounts") == dashboard.values(
        "select count(*) from marts.dim_customers where is_test"
    )
    details = dashboard.database.execute("select detail from marts.rejected_records").fetchall()
    text = page.locator("main").inner_text()
    assert details
    assert all(detail in text for (detail,) in details)


def test_another_month_has_its_own_bridge(dashboard: Dashboard, opened: Opened) -> None:
    page = opened("mrr_bridge")
    page.select_option("[data-filter=month]", "2024-07-01")
    of_month = "month_start = '2024-07-01' and reporting_level = 'customer'"
    for metric in ("opening_mrr", "churn_mrr", "closing_mrr"):
        expected = f"select {metric} from marts.metrics_mrr_monthly where {of_month}"
        assert shown(page, metric) == dashboard.values(expected)
    drivers = f"select mrr from marts.metrics_mrr_movements_monthly where {of_month}"
    assert sorted(shown(page, "driver_mrr")) == sorted(dashboard.values(drivers))
    assert "July 2024" in page.locator("h1:visible").inner_text()
    page.wait_for_selector(".view:visible .chart[data-drawn=yes] svg")


def test_the_open_month_is_marked_and_no_complete_one_is(opened: Opened) -> None:
    page = opened("mrr_bridge")
    assert page.locator(".open:visible").count() == 0
    page.select_option("[data-filter=month]", "2026-05-01")
    assert page.locator(".open:visible").first.inner_text() == "open month"
    assert "so far in May 2026" in page.locator("h1:visible").inner_text()


def test_families_have_their_own_numbers(dashboard: Dashboard, opened: Opened) -> None:
    page = opened("headline")
    page.get_by_text("families of accounts").click()
    expected = dashboard.values(
        f"select logo_churn_rate from marts.metrics_retention_monthly where {OF_YEAR}"
        " and reporting_level = 'parent'"
    )
    assert shown(page, "logo_churn_rate") == expected


@pytest.mark.parametrize(
    ("choice", "metric"), [("grr", "gross_revenue_retention"), ("logo", "logo_retention_rate")]
)
def test_the_triangle_of_cohorts_shows_the_rate_that_is_asked_for(
    dashboard: Dashboard, opened: Opened, choice: str, metric: str
) -> None:
    page = opened("cohorts")
    assert shown(page, metric) == []
    page.locator(f"label:has(input[value={choice}])").click()
    expected = dashboard.values(
        f"select {metric} from marts.metrics_retention_by_cohort"
        " where reporting_level = 'customer' order by cohort_month, months_since_cohort"
    )
    assert shown(page, metric) == expected
    assert shown(page, "net_revenue_retention") == []


def test_averages_over_cohorts_are_ratios_of_sums_of_those_old_enough(
    dashboard: Dashboard, opened: Opened
) -> None:
    seen = shown(opened("cohorts"), "average_net_revenue_retention")
    sums = dashboard.database.execute(
        "select sum(mrr), sum(cohort_mrr) from marts.metrics_retention_by_cohort"
        " where reporting_level = 'customer' and is_complete_month"
        " group by months_since_cohort order by months_since_cohort"
    ).fetchall()
    assert seen == [mrr / base for mrr, base in sums]


def test_segments_can_be_split_by_another_dimension(dashboard: Dashboard, opened: Opened) -> None:
    page = opened("segments")
    page.select_option("[data-filter=dimension]", "country")
    source = (
        f"from marts.metrics_retention_monthly_by_segment where {OF_YEAR}"
        " and dimension = 'country' and reporting_level = 'customer' and starting_customers > 0"
    )
    expected = dashboard.values(f"select gross_revenue_retention {source}")
    assert sorted(shown(page, "gross_revenue_retention")) == sorted(expected) != []
    whole = dashboard.values(f"select sum(ending_mrr) / sum(starting_mrr) {source}")
    (total,) = shown(page, "total_net_revenue_retention")
    assert round(total, 6) == round(whole[0], 6)


def test_customers_that_changed_most_add_up_with_the_others(
    dashboard: Dashboard, opened: Opened
) -> None:
    changes = shown(opened("segments"), "mrr_gained")
    gained = dashboard.values(
        f"select expansion_mrr from marts.metrics_retention_monthly where {OF_YEAR}"
        " and reporting_level = 'customer'"
    )
    growing = [change for change in changes if change > 0]
    top_ten = dashboard.values(
        "select top_10_share_of_expansion from marts.metrics_retention_health"
        " where dimension = 'total' and reporting_level = 'customer'"
        f" and month_start = {LAST_MONTH}"
    )
    assert len(growing) == 10
    assert round(sum(growing) / gained[0], 6) == top_ten[0]


def test_accounts_at_risk_stand_by_mrr_with_their_reasons(
    dashboard: Dashboard, opened: Opened
) -> None:
    if "accounts_at_risk" not in dashboard.pages:
        pytest.skip("this project has no account health")
    page = opened("accounts_at_risk")
    for health in ("red", "yellow"):
        page.locator(f"label:has(input[value={health}])").click()
        of_health = f"from marts.dim_account_health where health = '{health}'"
        largest = f"select current_mrr {of_health} order by current_mrr desc limit 25"
        assert shown(page, "current_mrr") == dashboard.values(largest) != []
        at_risk = f"select sum(current_mrr) {of_health}"
        assert shown(page, "mrr_at_risk") == dashboard.values(at_risk)
        reasons = f"select reasons {of_health} order by current_mrr desc limit 1"
        assert dashboard.database.execute(reasons).fetchall()[0][0] in page.content()


def test_accounts_at_risk_tell_whose_health_is_known_and_what_each_colour_lost(
    dashboard: Dashboard, opened: Opened
) -> None:
    if "accounts_at_risk" not in dashboard.pages:
        pytest.skip("this project has no account health")
    page = opened("accounts_at_risk")
    (known,) = dashboard.values(
        "select sum(mrr) filter (where health <> 'unknown') / sum(mrr)"
        " from marts.metrics_health_monthly"
        " where month_start = (select max(month_start) from marts.metrics_health_monthly)"
    )
    assert [round(part, 6) for part in shown(page, "known_health_share")] == [round(known, 6)]
    lost = [
        dashboard.values(
            "select sum(lost_mrr_next_month) from marts.metrics_health_monthly"
            f" where health = '{health}' and month_start < {LAST_MONTH}"
        )[0]
        for health in ("red", "yellow", "green", "unknown")
    ]
    assert shown(page, "lost_mrr_next_month") == lost


def test_a_number_is_explained_in_the_words_of_the_docs(
    dashboard: Dashboard, opened: Opened
) -> None:
    text = " ".join(opened("headline").locator("main").inner_text().split())
    words = dashboard.project.definition("logo_churn_rate").split("**: ")[1]
    assert " ".join(words.split(".")[0].split()) in text


def test_every_exposure_depends_on_exactly_the_models_of_its_page(dashboard: Dashboard) -> None:
    declared = {
        exposure["name"].removeprefix("board_"): {
            dashboard.manifest["nodes"][node]["name"] for node in exposure["depends_on"]["nodes"]
        }
        for exposure in dashboard.manifest["exposures"].values()
        if exposure["name"].startswith("board_")
    }
    assert declared == {page: models_of(page) for page in dashboard.project.pages()}


def test_every_exposure_leads_to_its_page(dashboard: Dashboard) -> None:
    leading = {
        exposure["name"].removeprefix("board_"): exposure["url"]
        for exposure in dashboard.manifest["exposures"].values()
        if exposure["name"].startswith("board_")
    }
    folder = render.DASHBOARD.relative_to(render.HERE.parent)
    assert leading == {name: f"{folder}/{path.name}" for name, path in dashboard.pages.items()}


def test_pages_lead_to_each_other(dashboard: Dashboard, opened: Opened) -> None:
    page = opened("headline")
    for name, title in dashboard.project.pages().items():
        page.get_by_role("link", name=title, exact=True).click()
        assert page.url == dashboard.pages[name].as_uri()
    assert dashboard.pages["headline"].name == "index.html"


def test_every_query_is_asked_by_some_page() -> None:
    asked = {query for page in render.PAGES for query in render.queries_of(page)}
    assert asked == set(QUERIES)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_stops_with_its_name_when_a_column_of_it_disappears(
    dashboard: Dashboard, query: str
) -> None:
    models = frozenset(render.REFERENCE.findall(query_text(query)))
    if not dashboard.project.has(models):
        pytest.skip("reads a mart that this project does not have")
    relations = [dashboard.project.relations[model] for model in sorted(models)]
    read = columns_read(dashboard.database, relations, query)
    assert ask(dashboard.project, dashboard.database, query) is not None
    for column, holders in read.items():
        for relation in holders:
            dashboard.database.execute(f'alter table {relation} rename "{column}" to renamed')
        with pytest.raises(DashboardError, match=f"{query}.sql does not run"):
            ask(dashboard.project, dashboard.database, query)
        for relation in holders:
            dashboard.database.execute(f'alter table {relation} rename renamed to "{column}"')


def columns_read(
    database: duckdb.DuckDBPyConnection, relations: list[str], query: str
) -> dict[str, list[str]]:
    """The columns that the text of the query names, with the relations that hold them."""
    named = set(re.findall(r"\w+", query_text(query)))
    read: dict[str, list[str]] = {}
    for relation in relations:
        columns = {row[0] for row in database.execute(f"describe {relation}").fetchall()}
        assert named & columns, relation
        for column in named & columns:
            read.setdefault(column, []).append(relation)
    return read


def test_a_page_whose_mart_does_not_exist_is_left_out(dashboard: Dashboard) -> None:
    relations = dict(dashboard.project.relations)
    del relations["metrics_retention_by_cohort"]
    without = replace(dashboard.project, relations=relations)
    assert set(dashboard.project.pages()) - set(without.pages()) == {"cohorts"}
    with pytest.raises(DashboardError, match="metrics_retention_by_cohort, which is no model"):
        without.sql("cohorts")


NOBODY: RawTables = {}


def test_a_company_without_customers_has_pages_too(tmp_path: Path, browser: Browser) -> None:
    compiled = compile_project(Policy(SAMPLE_AS_OF_DATE))
    pages = render.render(
        write_database(tables_only(compiled), tmp_path, NOBODY), compiled.manifest_path, tmp_path
    )
    complaints: list[str] = []
    for path in pages:
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        assert page.locator("h1:visible").inner_text(), path.name
        page.close()
    assert complaints == []


def test_without_a_build_the_person_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DashboardError, match="make build"):
        render.render(tmp_path / "none.duckdb", tmp_path / "manifest.json", tmp_path)


def test_where_no_browser_can_be_installed_the_person_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(NotInstallableError, match=r"chromium is not installed.* in CHROMIUM"):
        find_or_install()
    monkeypatch.setenv("CHROMIUM", "/opt/mine")
    assert find_or_install() == "/opt/mine"


def test_numbers_are_written_as_a_board_reads_them() -> None:
    amounts = ("9619986.42", "801665.54", "-2061.9", "999.5", "-0.4", "0")
    assert [formats.money(Decimal(amount)) for amount in amounts] == [
        *("9.62\u202fM", "801.7\u202fk", "\u22122,062", "1,000", "0", "0"),
    ]
    assert formats.rate(Decimal("1.10385")) == "110.4\u202f%"
    assert formats.rate(None) == formats.money(None) == "\u2013"
    assert formats.points(Decimal("1.104"), Decimal("1.002")) == "+10.2 points"
    assert [formats.signed(text) for text in ("5", "\u22125", "0", "0.0")] == [
        *("+5", "\u22125", "0", "0.0"),
    ]
    assert formats.month(date(2026, 4, 1)) == "April 2026"
