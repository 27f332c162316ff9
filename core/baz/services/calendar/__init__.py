"""Meetings as other calendars read them: invitations by mail, and a private feed for each person."""
