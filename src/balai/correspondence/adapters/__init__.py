"""How signing in writes to people: through correspondence, like everybody else."""
