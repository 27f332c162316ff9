"""Who could fill an open place: the nearest fitting volunteers with the reasons, never a bare score."""
