"""Who comes in: links, sessions, passwords, codes, passkeys, other sign-ins, tokens. Below pages and API.

Every secret is handed out once and kept as a digest. Whose role ended or who was erased opens nothing more:
each use looks again at who she is today.
"""
