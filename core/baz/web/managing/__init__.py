"""What managers do: people and their roles, keys for programs, plugins, parameters, what did not leave."""
