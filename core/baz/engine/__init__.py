"""Floor 5: the only writer. It loads, decides, appends, projects and fills the outbox in one transaction."""
