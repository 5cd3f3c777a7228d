"""The `mf` command without its look-up of newer versions, so that it asks nobody.

Use it like `mf`: `python -m python_checks.mf validate-configs`.
"""

from dbt_metricflow.cli import main


class NoUpdates:
    """Stands for MetricFlow's check for updates."""

    def check(self, package_name: str, package_version: str) -> None:
        """Find no newer version, and ask nobody."""


if __name__ == "__main__":
    vars(main)["UpdateChecker"] = NoUpdates
    main.cli()
