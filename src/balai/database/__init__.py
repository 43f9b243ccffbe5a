"""The database room: PostgreSQL under our own supervisor, its connection parameters, backup and restore."""
