"""Letters of a case: a template with a few safe signs, filled in for one reader, as text and as HTML."""
