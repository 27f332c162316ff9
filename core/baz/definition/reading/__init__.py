"""How a tree of nodes becomes a workflow: keys, names, references, rules that span keys, guards."""
