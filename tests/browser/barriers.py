"""What keeps somebody out of a page, as axe-core knows it."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Without loading the style sheets a second time: the page's own policy forbids how it does.
OPTIONS = {"resultTypes": ["violations"], "preload": False}


#: A message that still fades in has not its colours yet. What pulses on, as in the admin's menu,
#: is no transition.
SETTLED = """() => document.getAnimations().every(
  (each) => !(each instanceof CSSTransition) || each.playState != "running"
)"""


def barriers(page: Page) -> AxeResults:
    """Look for barriers on a page as it is shown when it is there, and has come to rest."""
    page.wait_for_load_state()
    page.wait_for_function(SETTLED, polling=100)
    return Axe().run(page, options=OPTIONS)
