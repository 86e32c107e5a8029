#!/usr/bin/env python3
"""Rows rendered per CPU second: `hornbook render` beside compiled Jinja2 3.1.6 and orjson in Python, in one run.

    swift build -c release
    python3 -m venv /tmp/bench && /tmp/bench/bin/pip install jinja2==3.1.6 orjson
    /tmp/bench/bin/python Examples/benchmarks/promptsource.py [ROWS]

Both read JSON lines, render a prompt and a completion as PromptSource does (one Jinja source, parted at `|||`), and write
`{"prompt", "completion"}` lines. This is a lower bound of what PromptSource takes: it compiles each template anew for
each row, and escapes and restores separators. CPU seconds are user and system; the start of each program is taken off by
a run on no rows. The rows are those of hornbook-bench's workload `news`; the outputs must be equal.
"""
import os, pathlib, resource, subprocess, sys, tempfile, time

import jinja2, orjson

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HORNBOOK = os.environ.get("HORNBOOK", str(ROOT / ".build" / "release" / "hornbook"))
BENCH = str(pathlib.Path(HORNBOOK).with_name("hornbook-bench"))
TEMPLATES = {
    "fields only": "{{ title }}\n{{ text }}\nWhich topic is this? ||| {{ label }}",
    "if and filter": "{% if label == 0 %}World: {% endif %}{{ title | upper }}\n{{ text }}\nTopic? ||| {{ label }}",
}


def write_pack(path):
    quoted = {name: orjson.dumps(source).decode() for name, source in TEMPLATES.items()}
    path.write_text("dataset: news\ntemplates:\n" + "".join(
        f"  t{i}: {{id: t{i}, name: {name}, jinja: {source}}}\n" for i, (name, source) in enumerate(quoted.items())))


def child_seconds(command, output):
    pathlib.Path(output).unlink(missing_ok=True)  # writing over a file costs more than writing a new one
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(output, "wb") as sink:
        subprocess.run(command, stdout=sink, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def render_in_python(source, rows, output):
    pathlib.Path(output).unlink(missing_ok=True)
    start = time.process_time()
    template = jinja2.Environment().from_string(source)
    with open(rows, "rb") as lines, open(output, "wb") as sink:
        for line in lines:
            prompt, completion = [part.strip() for part in template.render(orjson.loads(line)).split("|||")]
            sink.write(orjson.dumps({"prompt": prompt, "completion": completion}, option=orjson.OPT_APPEND_NEWLINE))
    return time.process_time() - start


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # Makes the workload; what it measures is of no interest here.
        subprocess.run([BENCH, "--only", "news", "--rows", str(count), "--repeat", "1", "--folder", name],
                       stdout=subprocess.DEVNULL, check=True)
        rows, nothing, pack = folder / f"news-{count}.jsonl", folder / "nothing.jsonl", folder / "pack.yaml"
        nothing.write_bytes(b"")
        write_pack(pack)
        ours, theirs = folder / "hornbook.jsonl", folder / "python.jsonl"
        for template, source in TEMPLATES.items():
            command = [HORNBOOK, "render", "--templates", str(pack), "--template", template, "--jobs", "1"]
            hornbook = child_seconds([*command, str(rows)], ours) - child_seconds([*command, str(nothing)], folder / "none")
            python = render_in_python(source, rows, theirs)
            assert ours.read_bytes() == theirs.read_bytes(), "the two do not agree"
            print(f"{template}: {count:,} rows")
            print(f"  hornbook render     {count / hornbook:12,.0f} rows per CPU second")
            print(f"  Jinja2 and orjson   {count / python:12,.0f} rows per CPU second   hornbook: {python / hornbook:.1f} times as many")


main()
