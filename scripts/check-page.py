#!/usr/bin/env python3
"""Opens the HTML report of descriptions in a real browser and holds it to what it promises.

    scripts/check-page.py DSDESIGN [--screens DIR] [DESCRIPTION...]

Checked: nothing on the console, nothing loaded, no scrolling of the page sideways at 360 or 1600
pixels, every heading there without script, every drawing with a name and a description, ids that
are unique, findings that can be chosen, and, where axe is installed, its rules of accessibility.
Runs where Python's playwright and a Chromium are installed; elsewhere it says so and is skipped.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile

WIDTHS = (360, 1600)


def skip(reason):
    print(f"check-page: skipped, {reason}")
    sys.exit(0)


try:
    from playwright.sync_api import sync_playwright
except ImportError:
    skip("Python has no playwright (pip install playwright)")
BROWSER = next(
    (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path),
    None)
if BROWSER is None:
    skip("there is no chromium")
try:
    from axe_playwright_python.sync_playwright import Axe
except ImportError:
    Axe = None

HEADINGS = "[...document.querySelectorAll('h1,h2,h3')].map(h => h.textContent)"
IDS = "[...document.querySelectorAll('[id]')].map(e => e.id)"
NAMELESS = """[...document.querySelectorAll('svg[role=img]')].filter(svg =>
  ['aria-labelledby', 'aria-describedby'].some(name =>
    !document.getElementById(svg.getAttribute(name))?.textContent.trim())).length"""
BROKEN = """[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
  .filter(id => !document.getElementById(id))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOWN = "[...document.querySelectorAll('section.finding')].filter(s => !s.hidden).length"


class Check:
    def __init__(self, browser, file, name, screens):
        self.browser, self.url, self.name = browser, f"file://{file}", name
        self.screens, self.problems = screens, []

    def expect(self, holds, problem):
        if not holds:
            self.problems.append(f"{self.name}: {problem}")

    def open(self, **options):
        context = self.browser.new_context(**options)
        page = context.new_page()
        page.on("console", lambda message: self.expect(False, f"console: {message.text}"))
        page.on("pageerror", lambda error: self.expect(False, f"script: {error}"))
        page.on("request", lambda request: self.expect(
            request.url == self.url or request.url.startswith("data:"), f"loads {request.url}"))
        page.goto(self.url)
        return page

    def shoot(self, page, kind, whole=True):
        if self.screens:
            page.screenshot(path=f"{self.screens}/{self.name}-{kind}.png", full_page=whole)

    def run(self):
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page = self.open(viewport={"width": width, "height": 900}, color_scheme=scheme)
                self.expect(page.evaluate(SIDEWAYS) <= 0, f"scrolls sideways at {width} pixels")
                self.shoot(page, f"{width}-{scheme}")
                self.axe(page, f"{width}, {scheme}")
                page.context.close()
        headings = self.scripted()
        page = self.open(java_script_enabled=False)
        found = [text.strip() for text in page.locator("h1,h2,h3").all_text_contents()]
        self.expect(found == [text.strip() for text in headings], "differs without script")
        self.expect(page.locator("form.filter:visible").count() == 0,
                    "shows controls that need the script")
        page.context.close()
        return self.problems

    def scripted(self):
        page = self.open(viewport={"width": 1600, "height": 900})
        ids = page.evaluate(IDS)
        self.expect(len(ids) == len(set(ids)), "has an id twice")
        self.expect(page.evaluate(NAMELESS) == 0, "has a drawing without name or description")
        self.expect(page.evaluate(BROKEN) == [], f"links to nothing: {page.evaluate(BROKEN)[:3]}")
        headings = page.evaluate(HEADINGS)
        self.filter(page)
        page.emulate_media(media="print")
        self.shoot(page, "print")
        if self.screens:
            page.pdf(path=f"{self.screens}/{self.name}.pdf", format="A4")
        page.context.close()
        return headings

    def filter(self, page):
        form = page.locator("form.filter").first
        if form.count() == 0:
            return
        before = page.evaluate(SHOWN)
        form.locator("input[name=severity]").first.focus()
        page.keyboard.press("Space")
        fewer = page.evaluate(SHOWN)
        self.expect(fewer < before, "a severity that is not chosen stays")
        self.expect(page.locator("#page-status").text_content() != "", "does not say what is shown")
        # A link to what is hidden brings it back.
        hidden = page.evaluate("document.querySelector('section.finding[hidden] h3').id")
        page.evaluate("id => { location.hash = id }", hidden)
        page.wait_for_function(f"{SHOWN} === {before}")

    def axe(self, page, where):
        if Axe is None:
            return
        for violation in Axe().run(page).response["violations"]:
            nodes = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            self.expect(False, f"{violation['id']} ({where}): {violation['help']}: {nodes}")


def main(arguments):
    screens = None
    if "--screens" in arguments:
        place = arguments.index("--screens")
        screens = arguments[place + 1]
        del arguments[place:place + 2]
        os.makedirs(screens, exist_ok=True)
    if not arguments:
        sys.exit(__doc__)
    tool, *files = arguments
    files = files or sorted(glob.glob("templates/systems/*.yaml"))
    problems = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        for file in files:
            name = os.path.splitext(os.path.basename(file))[0]
            for command in ("analyze", "review"):
                page = f"{folder}/{name}-{command}.html"
                subprocess.run([tool, command, file, "--format", "html", "-o", page],
                               check=True, stderr=subprocess.DEVNULL)
                problems += Check(browser, page, f"{name}-{command}", screens).run()
        browser.close()
    for problem in problems:
        print(problem)
    rules = "with" if Axe else "without"
    print(f"check-page: {2 * len(files)} pages, {len(problems)} problems ({rules} axe)")
    sys.exit(1 if problems else 0)


main(sys.argv[1:])
