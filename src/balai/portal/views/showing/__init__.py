"""From an edition's records to what its public pages show: words, rows, drawings; nothing is decided anew."""
