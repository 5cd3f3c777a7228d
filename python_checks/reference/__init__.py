"""The reference: every number of the definitions once more, in plain Python, without the SQL."""

from python_checks.reference.marts import compute_marts

__all__ = ["compute_marts"]
