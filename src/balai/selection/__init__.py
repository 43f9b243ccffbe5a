"""Selection: scores of the panel, the proposal with its proof, the panel's decision, and offers after it."""
