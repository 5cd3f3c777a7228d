"""The page of the docs that shows the benchmark: a table and two plots, from results.json."""

from base64 import b64encode
from collections.abc import Iterator, Sequence

from python_checks.benchmark.plot import Series, log_log_plot
from python_checks.benchmark.results import Machine, Result, Step
from python_checks.compiling import PROJECT_ROOT

PAGE = PROJECT_ROOT / "models" / "_benchmark.md"

STEPS = {
    "full build": "full_build",
    "build after a day of changes": "daily_build",
    "the usual approach": "spine",
    "yardstick": "yardstick",
}

INTRODUCTION = """\
# Speed and memory

How long the project takes, how much memory, and how both grow with the company. `make bench`
repeats it, `make bench BENCH="100000 1000000"` with other sizes. A company of any size is invented
by arithmetic on hashes: about 1.5 subscriptions and 4.5 versions of items a customer over 84
months.

- **full build**: all models of `dbt run` on an empty database; the time in models, without dbt's
  own start.
- **build after a day of changes**: the same once {share} of the customers changed.
- **the usual approach**: items x months, customers x months, windows by joining month-end
  snapshots, in plain SQL. It makes the same marts, equal row by row, but none of those of health,
  benchmarks and data quality.
- **yardstick**: reading every raw table and writing as many rows, as wide, as the marts hold: about
  the least that anything can take that makes these marts in this database.

Other work on the machine stretches the time on the clock; CPU time, of all cores together, hardly
moves: where a build had far less than all of the cores, read that.
"""


def page(results: Sequence[Result]) -> str:
    """The text of the page; the same results give the same text."""
    parts = [
        INTRODUCTION.format(share=f"{results[-1].changed_share:.1%}"),
        "\n".join(time_table(results)),
        image("seconds by number of customers", seconds_plot(results)),
        image("memory by number of customers", memory_plot(results)),
        "\n".join(ratio_table(results)),
        "\n".join(query_table(results)),
        "\n".join(machines(results)),
    ]
    body = "\n\n".join(part.strip() for part in parts)
    return f"{{% docs benchmark %}}\n\n{body}\n\n{{% enddocs %}}\n"


def time_table(results: Sequence[Result]) -> Iterator[str]:
    """Seconds and memory of each step, a row a company."""
    yield "| customers | raw rows | rows written | " + " | ".join(STEPS) + " |"
    yield "|---:" * (3 + len(STEPS)) + "|"
    for result in results:
        cells = " | ".join(step_cell(getattr(result, step)) for step in STEPS.values())
        sizes = f"{result.raw.rows:,} | {result.written.rows:,}"
        yield f"| {result.customers:,} | {sizes} | {cells} |"


def step_cell(step: Step | None) -> str:
    """Seconds on the clock, CPU seconds of all cores, and memory of one step."""
    if step is None:
        return "not tried"
    memory = f"{step.peak_bytes / 2**30:.2f} GiB"
    return f"{step.seconds:,.1f} s (CPU: {step.cpu_seconds:,.1f} s), {memory}"


def ratio_table(results: Sequence[Result]) -> Iterator[str]:
    """The ratios, a row each, a column a company."""
    yield "| ratio | " + " | ".join(f"{result.customers:,}" for result in results) + " |"
    yield "|---|" + "---:|" * len(results)
    for name in results[0].ratios:
        cells = (ratio_cell(one.ratios.get(name), one.cpu_ratios.get(name)) for one in results)
        yield f"| {name} | " + " | ".join(cells) + " |"


def ratio_cell(of_time: float | None, of_cpu_time: float | None) -> str:
    """A ratio of time on the clock, and of CPU time where that is another one."""
    if of_time is None:
        return ""
    cpu = "" if of_cpu_time == of_time else f" (CPU time: {of_cpu_time:.3g})"
    return f"{of_time:.3g}{cpu}"


def query_table(results: Sequence[Result]) -> Iterator[str]:
    """Milliseconds of each query, a row each, a column a company."""
    yield "| query, ms | " + " | ".join(f"{result.customers:,}" for result in results) + " |"
    yield "|---|" + "---:|" * len(results)
    for query in results[0].query_milliseconds:
        taken = " | ".join(f"{one.query_milliseconds[query]:.1f}" for one in results)
        yield f"| {query.replace('_', ' ')} | {taken} |"


def machines(results: Sequence[Result]) -> Iterator[str]:
    """What the companies were measured on, a line each."""
    for result in results:
        limit = result.memory_limit or "the profile's, 5.8GB"
        yield (
            f"- {result.customers:,} customers: {described(result.machine)};"
            f" limit of memory: {limit}; the full build had {cores_had(result):.0%} of the cores."
        )


def cores_had(result: Result) -> float:
    """Which part of the machine the full build could use: CPU time over time on all cores."""
    build = result.full_build
    return build.cpu_seconds / (build.seconds * result.machine.cores)


def described(machine: Machine) -> str:
    """A machine in words."""
    processor = f"{machine.processor}, " if machine.processor else ""
    return (
        f"{processor}{machine.cores} cores, {machine.memory_bytes / 2**30:.0f} GiB,"
        f" DuckDB {machine.duckdb}, dbt {machine.dbt}"
    )


def seconds_plot(results: Sequence[Result]) -> str:
    """Seconds of each step against customers."""
    return log_log_plot("seconds", list(series(results, "seconds", 1)))


def memory_plot(results: Sequence[Result]) -> str:
    """Memory of each step against customers."""
    return log_log_plot("GiB", list(series(results, "peak_bytes", 2**30)))


def series(results: Sequence[Result], measure: str, unit: int) -> Iterator[Series]:
    """One line of the plot for each step."""
    for label, step in STEPS.items():
        points = [
            (float(result.customers), getattr(getattr(result, step), measure) / unit)
            for result in results
            if getattr(result, step) is not None
        ]
        yield Series(label, points)


def image(caption: str, svg: str) -> str:
    """An image that needs no other file; the docs site escapes HTML, so it is Markdown."""
    encoded = b64encode(svg.encode()).decode()
    return f"![{caption}](data:image/svg+xml;base64,{encoded})"
