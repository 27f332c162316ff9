"""What goes wrong, as a person reads it: one sentence, one hint, and an exit code.

2 for what was typed wrong or refused, 1 for what is broken, failed a check or was stopped. A mistake in
our own code is not hidden: it keeps its traceback.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from typing import Any, Final

import click

from baz.ground.errors import BazError

BAD, FAILED = 2, 1
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_SENTENCES: Final = (
    (r"No such option '?(?P<a>[^'.]+)'?\.?.*", "De optie '{a}' bestaat niet."),
    (r"Option '(?P<a>.+)' requires an argument\.", "Achter '{a}' hoort nog een waarde."),
    (r"Option '(?P<a>.+)' requires (?P<b>\d+) arguments\.", "Achter '{a}' horen {b} waarden."),
    (r"Option '(?P<a>.+)' does not take a value\.", "Achter '{a}' hoort geen waarde."),
    (r"Got unexpected extra arguments? \((?P<a>.*)\)", "Dit is te veel: {a}."),
    (r"'(?P<a>.*)' is not a valid (integer|int).*", "'{a}' is geen geheel getal."),
    (r"(?P<a>.+) is not in the range (?P<b>.+)\.", "{a} ligt niet in {b}."),
    (r"'(?P<a>.*)' is not one of (?P<b>.*)\.", "'{a}' kan hier niet. Kies uit {b}."),
    (r".*'(?P<a>.*)' does not exist\.", "'{a}' is er niet."),
    (r".*'(?P<a>.*)' is a file\.", "'{a}' is een bestand; hier hoort een map."),
    (r".*'(?P<a>.*)' is a directory\.", "'{a}' is een map; hier hoort een bestand."),
    (r".*'(?P<a>.*)' is not readable\.", "'{a}' kan niet gelezen worden."),
    (r".*'(?P<a>.*)' is not writable\.", "'{a}' kan niet geschreven worden."),
    (r"Missing command\.", "Zeg welke opdracht je bedoelt."),
)

_OPTIONS: Final = {
    "uitkomst": "--outcome AFLOOP",
    "kies": "--choose WERKWIJZE",
    "alleen-zij": "--for WIE --how telefoon",
    "namens": "--how telefoon",
}
"""Code of a reason in a refusal -> what to add to the command."""


def run(work: Callable[[], Any]) -> int:
    """Do the work of a command line and give its exit code; whatever a person did wrong is told on stderr."""
    try:
        code = work()
    except BazError as error:
        if not refused(error):
            tell(error.message, error.hint)
        return error.exit_code
    except click.UsageError as error:
        usage(error)
        return BAD
    except click.ClickException as error:
        tell(dutch(error.format_message()))
        return BAD
    except (click.Abort, KeyboardInterrupt):
        tell("Gestopt. Wat niet af was, is niet bewaard.", mark="")
        return FAILED
    except OSError as error:
        if error.filename is None and error.errno not in _FULL:
            raise
        tell(f"{error.filename or 'Schrijven lukt niet'}: {_reason(error)}")
        return BAD
    return code if isinstance(code, int) else 0


def tell(message: str, hint: str = "", *, mark: str = "Fout: ") -> None:
    """A problem on stderr: red mark, the message, and the hint beneath it."""
    click.echo(click.style(mark, fg="red", bold=True) + message if mark else message, err=True)
    for line in hint.splitlines():
        click.echo(f"  {line}", err=True)


def refused(error: BazError) -> bool:
    """Tell a refusal with every reason on its own: what was looked at, and what can be typed about it."""
    reasons = getattr(getattr(error, "refusal", None), "reasons", ())
    if not reasons:
        return False
    if len(reasons) == 1:
        tell(reasons[0].sentence, "\n".join(_around(reasons[0])))
    else:
        tell(f"Dit kan niet, om {len(reasons)} redenen.")
        for reason in reasons:
            click.echo(f"- {reason.sentence}", err=True)
            for line in _around(reason):
                click.echo(f"  {line}", err=True)
    for line in error.hint.splitlines():
        click.echo(f"  {line}", err=True)
    return True


def _around(reason: Any) -> list[str]:
    """What was looked at for a reason, and the answer or option that meets it."""
    if reason.code == "ontbreekt":
        return [f"Geef mee: {', '.join(f'{name}=...' for name, _ in reason.looked_at)}"]
    lines = []
    looked = ", ".join(f"{name}: {value}" for name, value in reason.looked_at if value)
    if looked:
        lines.append(f"We keken naar: {looked}.")
    if reason.code == "voorwaarde" and reason.who:
        lines.append("Wie dit opzij mag zetten, geeft mee: --waive REDEN")
    elif reason.code in _OPTIONS:
        lines.append(f"Geef mee: {_OPTIONS[reason.code]}")
    return lines


def usage(error: click.UsageError) -> None:
    """A wrong command line: what is wrong, and where the help is."""
    if type(error).__name__ == "NoArgsIsHelpError":
        click.echo(error.format_message(), err=True)
        return
    hint = f"'{error.ctx.command_path} --help' legt de opdracht uit." if error.ctx is not None else ""
    tell(usage_text(error), hint)


def usage_text(error: click.UsageError) -> str:
    """What click says, in Dutch."""
    match error:
        case click.NoSuchOption():
            text = f"De optie '{error.option_name}' bestaat niet."
            return f"{text} Bedoel je {error.possibilities[0]}?" if error.possibilities else text
        case click.MissingParameter():
            return f"{_name(error)} ontbreekt."
        case click.BadParameter() if error.param is not None:
            return f"{_name(error)}: {dutch(error.message)}"
    return dutch(error.format_message())


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "Iets"
    if isinstance(error.param, click.Option):
        return str(error.param.opts[0])
    return str(error.param.human_readable_name)


def dutch(text: str) -> str:
    """A sentence of click in Dutch; what is Dutch already, or not known, stays as it is."""
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, text, re.S):
            return sentence.format(**found.groupdict())
    return text


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "dit bestand of deze map is er niet."
        case PermissionError():
            return "geen toegang. Kijk of je hier mag lezen en schrijven."
        case IsADirectoryError():
            return "dit is een map; hier hoort een bestand."
        case NotADirectoryError():
            return "dit is geen map."
        case OSError(errno=number) if number in _FULL:
            return "de schijf is vol."
    return str(error.strerror or error)
