"""The dashboard: pages of numbers and charts, read from the marts, without a server."""
