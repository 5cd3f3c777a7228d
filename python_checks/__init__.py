"""The second opinion: the same numbers by another road, and the tests that compare the two."""
