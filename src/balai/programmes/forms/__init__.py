"""What people write about editions: forms, and lists that are written like a spreadsheet."""
