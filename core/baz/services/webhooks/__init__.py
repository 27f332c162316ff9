"""Telling other programmes what happens: which addresses there are, and sending to them."""
