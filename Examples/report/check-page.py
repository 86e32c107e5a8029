#!/usr/bin/env python3
"""Opens reports in a headless Chromium and tells what is wrong with them.

    python3 Examples/report/check-page.py out/report.html
    python3 Examples/report/check-page.py out/report.html --pictures /tmp/pictures

Each page is shown light and dark, 400 and 1400 pixels wide, and as on paper. Wrong are messages on the console (such as a style
that the page's own policy refuses), elements and attributes that no report has, links that leave the page, headings out of
order, drawings without a title, texts that stand out too little, and pages wider than the window. `--pictures` keeps what was
shown as PNG files, and the printed page as PDF.

Needs Python 3.9 and Chromium or Chrome (`apt-get install chromium`); where there is none it says so and skips.
Exit status: 0 nothing wrong, or skipped; 1 something is wrong; 64 usage.
"""
import argparse
import base64
import fcntl
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VIEWS = [(scheme, width) for scheme in ("light", "dark") for width in (400, 1400)]
MOST_PIXELS = 16_000  # of a picture's height; browsers draw no higher ones


class Browser:
    """A browser that is told what to do through a pipe: JSON objects with a zero byte after each (DevTools protocol)."""

    def __init__(self, program, folder):
        # Far from 3 and 4, which the browser reads from and writes to.
        pipes = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (*os.pipe(), *os.pipe())]
        their_input, self.output, self.input, their_output = pipes

        def connect():
            os.dup2(their_input, 3)
            os.dup2(their_output, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
             "--no-first-run", "--remote-debugging-pipe", f"--user-data-dir={folder}"],
            preexec_fn=connect, pass_fds=(3, 4), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(their_input)
        os.close(their_output)
        self.messages = iter(self._messages())
        self.last, self.session, self.complaints = 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Log", "Runtime"):
            self.call(domain + ".enable")

    def _messages(self):
        rest = b""
        while chunk := os.read(self.input, 1 << 20):
            *whole, rest = (rest + chunk).split(b"\0")
            yield from (json.loads(message) for message in whole)
        raise ConnectionError("the browser has ended")

    def _take(self):
        message = next(self.messages)
        method, told = message.get("method"), message.get("params", {})
        if method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
            self.complaints.append(told["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append("console: " + told["type"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(told["exceptionDetails"]["text"])
        return message

    def call(self, method, **parameters):
        self.last += 1
        request = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.output, data):]
        while (message := self._take()).get("id") != self.last:
            pass
        if "error" in message:
            raise ConnectionError(f"{method}: {message['error']['message']}")
        return message["result"]

    def open(self, address):
        self.complaints = []
        self.call("Page.navigate", url=address)
        while self._take().get("method") != "Page.loadEventFired":
            pass

    def close(self):
        self.session = None
        self.call("Browser.close")
        self.process.wait(timeout=30)


def faults(browser, page, question, pictures):
    """What is wrong with one page, as lines."""
    found = []
    for scheme, width in VIEWS:
        browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        browser.call("Emulation.setEmulatedMedia", media="screen",
                     features=[{"name": "prefers-color-scheme", "value": scheme}])
        browser.open(page.resolve().as_uri())
        answer = browser.call("Runtime.evaluate", expression=question)["result"]
        found += [f"{page} ({scheme}, {width}): {fault}" for fault in json.loads(answer["value"]) + browser.complaints]
        if pictures:
            height = browser.call("Page.getLayoutMetrics")["cssContentSize"]["height"]
            clip = {"x": 0, "y": 0, "width": width, "height": min(height, MOST_PIXELS), "scale": 1}
            shot = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
            (pictures / f"{page.stem}-{scheme}-{width}.png").write_bytes(base64.b64decode(shot["data"]))
    browser.call("Emulation.clearDeviceMetricsOverride")
    browser.call("Emulation.setEmulatedMedia", media="", features=[])
    printed = base64.b64decode(browser.call("Page.printToPDF", printBackground=False)["data"])
    if not printed.startswith(b"%PDF"):
        found.append(f"{page}: cannot be printed")
    if pictures:
        (pictures / f"{page.stem}.pdf").write_bytes(printed)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path, metavar="PAGE")
    parser.add_argument("--pictures", type=pathlib.Path, metavar="FOLDER", help="keep what was shown in this folder")
    try:
        options = parser.parse_args()
    except SystemExit as end:
        return 64 if end.code else 0
    for page in options.pages:
        if not page.is_file():
            print(f"check-page: {page}: no such file", file=sys.stderr)
            return 64
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print("check-page: skipped, there is no Chromium on this machine; none of the pages was looked at")
        return 0
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    question = (pathlib.Path(__file__).parent / "page.js").read_text(encoding="utf-8")
    found = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, folder)
        try:
            for page in options.pages:
                found += faults(browser, page, question, options.pictures)
        finally:
            browser.close()
    print("\n".join(found) if found else f"{len(options.pages)} looked at, nothing wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
