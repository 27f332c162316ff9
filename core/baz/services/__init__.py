"""Floor 6: what is made out of the engine's work: reports, letters, deliveries."""
