"""Build the sample in a real Postgres and compare every mart with the embedded database."""
