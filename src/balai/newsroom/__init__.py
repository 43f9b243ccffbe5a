"""The newsroom: articles, quotations and photos, whose figures and names are references to records."""
