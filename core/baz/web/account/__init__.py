"""One's own account: how one signs in, on which devices, in which language, and one's calendar."""
