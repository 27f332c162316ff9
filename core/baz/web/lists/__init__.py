"""The pages of lists: cases, people and the others, with what is brought in and what goes."""
