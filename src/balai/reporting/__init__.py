"""What an edition cost and who gave what; the data that donors and citizens get of it."""
