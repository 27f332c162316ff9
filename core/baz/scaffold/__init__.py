"""Files for who adds a partner or a workflow, sound from the start. `templates/` holds them."""
