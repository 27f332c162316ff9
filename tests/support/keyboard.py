"""Somebody who uses a page with the keyboard only, and sees where she is."""

from __future__ import annotations

from typing import Any

STANDS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nothing has the focus";
  const ringed = at.matches(".pick input") ? at.closest("label") : at;
  const style = getComputedStyle(ringed);
  const name = at.outerHTML.slice(0, 160);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return `no ring: ${name}`;
  const box = ringed.getClientRects()[0];
  if (!box || box.width < 2 || box.height < 2) return `no size: ${name}`;
  const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 12)];
  if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) return `outside the window: ${name}`;
  const top = document.elementFromPoint(x, y);
  return top && (ringed.contains(top) || top.contains(ringed)) ? "" : `under something else: ${name}`;
}"""
"""Empty when the focus is on something, with a ring around it, in sight and under nothing else."""
MOST = 150
"""So many stops a page may have before something."""


class Keyboard:
    """Tab, Enter, space and letters. Every stop on the way must be seen.

    Args:
        page: the page of the browser.
    """

    def __init__(self, page: Any) -> None:
        self.page = page

    def reach(self, selector: str, text: str = "") -> None:
        """Go on with Tab to the first thing that matches, and has this text where one is given.

        Raises:
            AssertionError: Tab never comes there, or a stop on the way is not to be seen.
        """
        wanted = self.page.locator(selector)
        wanted = wanted.filter(has_text=text) if text else wanted
        wanted.first.wait_for(state="attached")
        focused = self.page.locator(f":is({selector}):focus")
        focused = focused.filter(has_text=text) if text else focused
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            self.seen()
            if focused.count():
                return
        raise AssertionError(f"Tab never reaches {selector} {text} on {self.page.url}")

    def press(self, selector: str, text: str = "", *, key: str = "Enter") -> None:
        """Reach something and press it."""
        self.reach(selector, text)
        self.page.keyboard.press(key)

    def write(self, selector: str, text: str) -> None:
        """Reach a field and type in it."""
        self.reach(selector)
        self.page.keyboard.type(text)

    def choose(self, selector: str, value: str = "") -> None:
        """Take one of a row of choices, the first without a value: Tab comes to it, arrows go through. Many
        choices are a list that unfolds."""
        self.reach(selector)
        if self.page.locator(selector).first.evaluate("field => field.matches('select')"):
            self._unfold(selector, value)
            return
        self.page.keyboard.press("Space")
        wanted = self.page.locator(f"{selector}[value='{value}']" if value else selector).first
        for _ in range(20):
            if wanted.is_checked():
                self.seen()
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows never reach {value} of {selector}")

    def _unfold(self, selector: str, value: str) -> None:
        for _ in range(20):
            self.page.keyboard.press("ArrowDown")
            taken = self.page.locator(selector).first.input_value()
            if taken == value or (taken and not value):
                self.seen()
                return
        raise AssertionError(f"The arrows never reach {value} of {selector}")

    def seen(self) -> None:
        """The focus stands where it can be seen.

        Raises:
            AssertionError: it does not, and why.
        """
        wrong = self.page.evaluate(STANDS)
        assert wrong == "", f"{self.page.url}: {wrong}"

    def lands(self, selector: str, text: str) -> None:
        """After a form was sent the focus stands on what answers it."""
        self.page.locator(selector).filter(has_text=text).first.wait_for()
        self.page.wait_for_function(f"document.activeElement.matches('{selector}')")
        self.seen()
