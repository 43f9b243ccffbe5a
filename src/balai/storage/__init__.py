"""The storage room: where sealed files lie, a folder or an object storage; it knows neither keys nor rows."""
