"""Who could fill an open place: the nearest fitting volunteers, always with the reasons, never a bare score."""
