"""What can be done in a case, each with the form that it asks for."""
