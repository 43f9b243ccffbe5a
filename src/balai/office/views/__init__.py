"""Pages of the office: setting it up, and the work in the background."""
