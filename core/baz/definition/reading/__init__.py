"""How a tree of nodes becomes a workflow: keys (walk), names, references, rules that span keys, expressions."""
