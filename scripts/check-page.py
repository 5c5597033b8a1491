#!/usr/bin/env python3
"""Opens the HTML report of descriptions in a real browser and holds it to what it promises.

    scripts/check-page.py DSDESIGN [--evidence none|quick|full] [--screens DIR] [DESCRIPTION...]

Checked: nothing on the console, nothing loaded, no scrolling of the page sideways at 360 or 1600
pixels, no text of a chart over another or out of its drawing at 360 pixels, landmarks, every place
that scrolls within reach of the keyboard, contrast of texts and drawings, every heading there
without script, every drawing with a name and a description, ids that are unique, findings that can
be chosen, and, where axe is installed, its rules of accessibility. Evidence is left out unless it
is asked for: it takes long in a debug build.
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
LANDMARKS = """['header', 'nav', 'main'].filter(name => {
  const all = document.querySelectorAll(name);
  return all.length !== 1 || name === 'nav' && !all[0].getAttribute('aria-label')
    && !all[0].getAttribute('aria-labelledby');
}).concat(document.documentElement.lang ? [] : ['lang'])"""
UNREACHED = """[...document.querySelectorAll('body *')].filter(e =>
  e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)
  && e.tabIndex < 0).map(e => e.tagName + '.' + e.className)"""
# A value that stands on its bar or beside it, cut by the edge of the drawing or laid over a label.
CROWDED = """[...document.querySelectorAll('svg.bars')].filter(svg => svg.checkVisibility()).flatMap(svg => {
  const edge = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()])
    .filter(([, r]) => r.width > 0);
  const bars = [...svg.querySelectorAll('rect.bar')].map(b => b.getBoundingClientRect());
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  return texts.filter(([t, r]) => r.right > edge.right + 1 || r.left < edge.left - 1
    || t.classList.contains('value') && bars.some(b => over(r, b))
    || texts.some(([o, s]) => o !== t && over(r, s))).map(([t]) => t.lastChild.textContent);
})"""
# Contrast as WCAG 2 computes it: 4.5 for texts, 3 for lines and shapes that carry meaning.
CONTRAST = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05); };
  const ground = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] > 250) return c; }
    return [255, 255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll('svg text')) {
    let under = ground(e.ownerSVGElement);
    const box = e.getBoundingClientRect();
    for (const r of e.ownerSVGElement.querySelectorAll('rect')) {
      const b = r.getBoundingClientRect(), fill = rgb(getComputedStyle(r).fill);
      if (fill[3] > 250 && b.left <= box.left && b.right >= box.left + 2 && b.top <= box.top + 2
        && b.bottom >= box.bottom - 4) under = fill;
    }
    const found = ratio(rgb(getComputedStyle(e).fill), under);
    if (found < 4.5) poor.push(e.textContent.slice(0, 30) + ' ' + found.toFixed(2));
  }
  for (const e of document.querySelectorAll('svg .flow, svg .link, svg .curve')) {
    const found = ratio(rgb(getComputedStyle(e).stroke), ground(e.ownerSVGElement));
    if (found < 3) poor.push('a line ' + found.toFixed(2));
  }
  return [...new Set(poor)];
})()"""
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
                self.none(page, UNREACHED, f"scrolls out of reach of the keyboard at {width} pixels")
                self.none(page, CROWDED, f"texts of a chart collide at {width} pixels")
                self.none(page, CONTRAST, f"too little contrast ({scheme})")
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

    def none(self, page, script, problem):
        found = page.evaluate(script)
        self.expect(not found, f"{problem}: {found[:3]}")

    def scripted(self):
        page = self.open(viewport={"width": 1600, "height": 900})
        self.none(page, LANDMARKS, "misses a landmark, or has it twice")
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
    def option(name, default):
        if name not in arguments:
            return default
        place = arguments.index(name)
        value = arguments[place + 1]
        del arguments[place:place + 2]
        return value

    screens = option("--screens", None)
    evidence = option("--evidence", "none")
    if screens:
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
                more = ["--evidence", evidence] if command == "analyze" else []
                subprocess.run([tool, command, file, "--format", "html", "-o", page] + more,
                               check=True, stderr=subprocess.DEVNULL)
                problems += Check(browser, page, f"{name}-{command}", screens).run()
        browser.close()
    for problem in problems:
        print(problem)
    rules = "with" if Axe else "without"
    print(f"check-page: {2 * len(files)} pages, {len(problems)} problems ({rules} axe)")
    sys.exit(1 if problems else 0)


main(sys.argv[1:])
