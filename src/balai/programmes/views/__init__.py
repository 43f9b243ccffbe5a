"""Pages of the office about series and editions."""
