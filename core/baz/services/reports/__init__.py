"""Figures for the annual report, counted from the log: `making.report`, shown by text, html and data."""
