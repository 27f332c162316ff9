"""Mail: letters and invitations as messages that leave by SMTP, each recognisable when it is tried again."""
