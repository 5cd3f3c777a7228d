"""What a dashboard sends, and how long it waits for it."""
