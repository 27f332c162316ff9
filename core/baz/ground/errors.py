"""The kinds of error that the whole engine knows, each with a code, a message and a hint.

A `BazError` is something to show a person: `message` says in Dutch what is wrong and where,
`hint` what can be done. Printing is the business of the command line and the pages.
"""

from __future__ import annotations


class BazError(Exception):
    """Base of every error that a user may see. `code` is a stable slug; `exit_code` is for the command
    line."""

    code = "fout"
    exit_code = 2
    http_status = 400

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code:
            self.code = code


class BadInput(BazError):
    """Something that was given cannot be read: an option, a date, a file, a field."""

    code = "onleesbaar"


class BadDefinition(BazError):
    """A definition, overlay or scenario has problems; `problems` holds all of them."""

    code = "definitie"

    def __init__(self, message: str, *, problems: tuple[object, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = problems


class NotFound(BazError):
    """There is no such case, workflow, party or meeting here (or not for this person)."""

    code = "niet-gevonden"
    http_status = 404


class Forbidden(BazError):
    """This person may not see or do this."""

    code = "geen-toegang"
    http_status = 403


class Refused(BazError):
    """The engine said no to a command. `refusal` is the `baz.kernel` value with every reason."""

    code = "geweigerd"
    http_status = 409

    def __init__(self, message: str, *, refusal: object = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.refusal = refusal


class Outdated(BazError):
    """Somebody was first: the case changed since it was looked at."""

    code = "iemand-was-je-voor"
    http_status = 409


class TooMany(BazError):
    """Somebody tries something too often. `retry_after`: after how many seconds it may be tried again."""

    code = "te-vaak"
    http_status = 429

    def __init__(self, message: str, *, retry_after: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class Busy(BazError):
    """The database is held by another process; nothing was written."""

    code = "bezet"
    http_status = 503


class Broken(BazError):
    """What is stored does not agree with itself. Found by `baz verify` and `baz db check`."""

    code = "klopt-niet"
    exit_code = 1
    http_status = 500


class PluginFailed(BazError):
    """A plugin raised. It costs that plugin's own feature and nothing else."""

    code = "plugin"
    http_status = 500


class SetupError(BazError):
    """The installation is not ready: no database, wrong schema, missing setting."""

    code = "installatie"
    http_status = 503
