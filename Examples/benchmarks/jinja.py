#!/usr/bin/env python3
"""Rows rendered per CPU second: `hornbook jinja` beside compiled Jinja2 3.1.6, on the same rows and template, in one run.

    swift build -c release
    python3 -m venv /tmp/bench && /tmp/bench/bin/pip install jinja2==3.1.6
    /tmp/bench/bin/python Examples/benchmarks/jinja.py [ROWS]

Both read JSON lines, render and write. Jinja2's time is given twice: the whole loop, and the rendering alone. CPU seconds
are those of user mode, so that the disk does not count; the start of Python and of hornbook is taken off by a run on no rows.
"""
import json, os, pathlib, random, resource, subprocess, sys, tempfile, time

import jinja2

HERE = pathlib.Path(__file__).resolve().parent
HORNBOOK = os.environ.get("HORNBOOK", str(HERE.parent.parent / ".build" / "release" / "hornbook"))
WORDS = "the board said on Monday that profits rose while shares of the company fell in early trading after a quiet week".split()


def make_rows(path, count):
    draw = random.Random(1)
    with open(path, "w") as out:
        for _ in range(count):
            out.write(json.dumps({"text": " ".join(draw.choices(WORDS, k=45)), "label": draw.randrange(4),
                                  "choices": ["World", "Sports", "Business", "Science"]}) + "\n")


def child_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with open(os.devnull, "w") as sink:
        subprocess.run(command, stdout=sink, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    template = HERE / "template.jinja"
    with tempfile.TemporaryDirectory() as folder:
        rows, nothing = os.path.join(folder, "rows.jsonl"), os.path.join(folder, "nothing.jsonl")
        make_rows(rows, count)
        open(nothing, "w").close()
        command = [HORNBOOK, "jinja", str(template), "-j", "1", "-0"]
        ours = child_seconds([*command, rows]) - child_seconds([*command, nothing])

        compiled = jinja2.Environment().from_string(template.read_text())
        rendering = 0.0
        before = time.process_time()
        with open(rows) as source, open(os.devnull, "w") as sink:
            for line in source:
                row = json.loads(line)
                start = time.process_time()
                text = compiled.render(row)
                rendering += time.process_time() - start
                sink.write(text + "\0")
        whole = time.process_time() - before
        # What asking the clock twice a row costs is no part of the rendering.
        start = time.process_time()
        for _ in range(count):
            time.process_time()
        clock = time.process_time() - start
        rendering -= clock
        whole -= 2 * clock

        expected = compiled.render(json.loads(open(rows).readline()))
        got = subprocess.run([*command, rows], stdout=subprocess.PIPE).stdout.split(b"\0", 1)[0].decode()
        assert got == expected, "the two do not agree"
        print(f"rows                       {count}")
        print(f"hornbook jinja             {count / ours:12,.0f} rows per CPU second")
        print(f"Jinja2, reading + writing  {count / whole:12,.0f} rows per CPU second   hornbook: {whole / ours:.1f} times as many")
        print(f"Jinja2, rendering alone    {count / rendering:12,.0f} rows per CPU second   hornbook: {rendering / ours:.1f} times as many")


main()
