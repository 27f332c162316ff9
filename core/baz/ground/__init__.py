"""Floor 0: errors, words and the clock. Imports nothing of ours."""
