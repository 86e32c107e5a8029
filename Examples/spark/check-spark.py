#!/usr/bin/env python3
"""Builds a recipe with hornbook alone and on Spark, and compares every byte of the lines.

    swift build -c release
    python3 Examples/spark/check-spark.py [--venv FOLDER] [--only WORD]

The recipe has what could go wrong in parts: JSONL in splits, CSV with line feeds in cells, gzip, JSON documents; rows that stand many
times, under caps that cut through them, and over borders of files; demonstrations, all templates of a row, repeated passes, a dataset
taken whole, an empty one, rows that are rejected, carriage returns inside rows. Spark runs in one process (local[2]) and as a cluster
of two workers on this machine (local-cluster), in 1, 3 and 17 parts; once each step fails halfway and is tried again.

Needs Java 8 to 17 and, the first time, PyPI (pyspark 3.5, 320 MB; by default in the temporary folder). Where they are not to be had it
says so and skips. HORNBOOK names another program than .build/release/hornbook.
Exit status: 0 all is well, or skipped; 1 something is not.
"""
import argparse
import gzip
import json
import os
import pathlib
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
HORNBOOK = os.path.abspath(os.environ.get("HORNBOOK", HERE.parent.parent / ".build" / "release" / "hornbook"))
WORDS = "a film of little wit and much rain, told twice: once by its heroes, once by the weather — für alle \u2028 und 雨".split(" ")

RECIPE = """\
seed: 17
datasets:
  - name: reviews
    data: ../data/reviews-*.jsonl
    labels: {0: negative, 1: positive}
    templates: {pack: ../packs/own.yaml}
    demonstrations: {count: [0, 1, 2], pool: 32}
    cap: 2000
  - name: repeated
    data: ../data/repeated.jsonl
    labels: {0: negative, 1: positive}
    templates: {pack: sentiment, per-row: all}
    cap: 700
  - name: table
    data: ../data/table.csv
    id: number
    labels: {0: negative, 1: positive}
    templates: {pack: sentiment, per-row: 2}
    cap: 900
  - name: packed
    data: ../data/packed.jsonl.gz
    labels: {0: negative, 1: positive}
    templates: {pack: sentiment}
    inverted: 0.3
  - name: documents
    kind: instructions
    data: ../data/documents-*.json
    format: {type: json, records: tasks}
mixture: {MIXTURE}
output:
  path: out
  format: messages
  splits: {train: 0.9, validation: 0.1}
  shards: 13
  metadata: true
"""
MIXTURES = {"natural": "cap: 1500", "epochs": "size: 9000, epochs: 3, temperature: 2"}
PACK = """\
templates:
  one: !Template
    id: one
    name: own
    jinja: "{{ text }}\\nIs this good? ||| {{ label }}"
    answer_choices: null
"""


def make_data(folder):
    """Rows of all kinds, always the same."""
    choice = random.Random(7)

    def row(number, least=3):
        return {"text": " ".join(choice.choices(WORDS, k=choice.randint(least, 30))) + f" {number}", "label": number % 2}

    def line(value):
        return json.dumps(value, ensure_ascii=choice.random() < 0.5)

    def lines(count):
        for number in range(count):
            text = line(row(number))
            yield from [text] * (choice.choice([1, 1, 1, 2, 9]))
            if number % 97 == 5:
                yield choice.choice(['{"text": "cut off', '{"label": 1}', "", text.replace(", ", ",\r", 1) + "\r", "[1]"])

    folder.mkdir()
    (folder / "reviews-1.jsonl").write_bytes("\ufeff".encode() + "\n".join(lines(2500)).encode())
    (folder / "reviews-2.jsonl").write_bytes(b"")
    (folder / "reviews-3.jsonl").write_bytes(("\n".join(lines(700)) + "\n").encode())
    many = [line(row(number)) for number in range(5)] * 90
    choice.shuffle(many)
    (folder / "repeated.jsonl").write_text("\n".join(many))
    with open(folder / "table.csv", "w", newline="") as file:
        file.write("number,text,label\r\n")
        for number in range(1500):
            text = row(number)["text"].replace("rain,", "rain,\n" * (number % 3))
            file.write(f"{number // 2},\"{text}\",{number % 2}\r\n" if number % 200 != 7 else f"{number},cut off\r\n")
    with gzip.open(folder / "packed.jsonl.gz", "wt") as file:
        file.write("\n".join(lines(800)))
    for part in range(4):
        tasks = [{"instruction": row(number)["text"], "output": row(number, 1)["text"]} for number in range(120)] * 2
        (folder / f"documents-{part}.json").write_text(json.dumps({"part": part, "tasks": tasks if part else []}))


def failing(real, folder):
    """A program that gives up in the middle of its input when it is called for a step the first time."""
    program = folder / "failing"
    program.write_text(f"""#!/bin/sh
case "$*" in (scan*|render*) step=$1;; (*--shard*) step=write;; (*) exec '{real}' "$@";; esac
if mkdir '{folder}/'failed-$step 2>/dev/null; then
    head -c 5000 | '{real}' "$@"
    exit 9
fi
exec '{real}' "$@"
""")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def lines_of(folder):
    return {file.name: file.read_bytes() for file in folder.glob("*.jsonl")}


def mixture_of(folder):
    return json.loads((folder / "manifest.json").read_text())["mixture"]


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(0)


def spark_folder(folder):
    """A virtual environment with Spark; made if it is not there."""
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else shutil.which("java")
    version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr if java else ""
    found = re.search(r'version "(?:1\.)?(\d+)', version)
    if not found or not 8 <= int(found[1]) <= 17:
        skip("Spark 3.5 needs Java 8 to 17 (apt-get install openjdk-17-jre-headless)")
    if not (folder / "complete").exists():
        print(f"making {folder} ...", flush=True)
        venv.create(folder, clear=True, with_pip=True)
        if subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                           "pyspark==3.5.*"]).returncode != 0:
            skip("PyPI does not give pyspark")
        (folder / "complete").touch()
    return folder


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--venv", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hornbook-check-spark")
    options.add_argument("--only", default="", help="runs with this word in their names")
    options = options.parse_args()
    python = spark_folder(options.venv.resolve()) / "bin" / "python"
    problems = []

    def require(holds, message):
        if not holds:
            problems.append(message)
            print(f"    WRONG: {message}")

    with tempfile.TemporaryDirectory(prefix="hornbook-check-spark-") as place:
        place = pathlib.Path(place)
        data = place / "data"
        make_data(data)
        (place / "packs").mkdir()
        (place / "packs" / "own.yaml").write_text(PACK)
        (place / "recipes").mkdir()
        for name, mixture in MIXTURES.items():
            recipe = place / "recipes" / f"{name}.yaml"
            recipe.write_text(RECIPE.replace("{MIXTURE}", "{" + mixture + "}"))
            subprocess.run([HORNBOOK, "build", recipe, "-o", place / name, "--validate", "all", "--on-bad-row", "skip"],
                           check=True, capture_output=name != "natural")
            # The recipe is one in which equal lines meet a border; else it would prove less.
            ends = [(file[-1], after[0]) for file, after in zip(*(
                [text.splitlines() for _, text in sorted(lines_of(place / name).items())][start:] for start in (0, 1)))]
            require(any(end == begin for end, begin in ends), f"{name}: no equal lines stand on both sides of a border")

        def run(name, master, parts, *words, recipe="natural", program=HORNBOOK, expected=None):
            if options.only not in name:
                return
            started, out = time.monotonic(), place / "spark"
            paths = [f"reviews={data}/reviews-*.jsonl", f"repeated={data}/repeated.jsonl", f"table={data}/table.csv",
                     f"packed={data}/packed.jsonl.gz", f"documents={data}/documents-*.json"]
            # The recipe's packs stand in another folder; both go to the workers. Its data do not: the workers look for none of them.
            shipped = place / "shipped"
            shutil.rmtree(shipped, ignore_errors=True)
            for part in ("recipes", "packs"):
                shutil.copytree(place / part, shipped / part)
            # A cluster's workers need the interpreter, too: else they would take any python3.
            done = subprocess.run(
                [options.venv / "bin" / "spark-submit", "--master", master, "--conf", "spark.ui.enabled=false",
                 HERE / "build.py", shipped / "recipes" / f"{recipe}.yaml", out, *paths, "--hornbook", program,
                 "--partitions", str(parts), "--folder", shipped, "--on-bad-row", "skip", *words],
                env={**os.environ, "PYSPARK_PYTHON": str(python)}, capture_output=True, text=True)
            if done.returncode != 0:
                require(False, f"{name}: status {done.returncode}: {done.stderr[-6000:]}")
                return
            wanted = place / (expected or recipe)
            require(lines_of(out) == lines_of(wanted), f"{name}: the lines are others")
            require(mixture_of(out) == mixture_of(wanted), f"{name}: the mixture is another")
            require(not (place / "spark.parts").exists(), f"{name}: parts were left behind")
            print(f"{name:36} {len(lines_of(out))} files, {time.monotonic() - started:.0f} s", flush=True)
            shutil.rmtree(out)

        cluster = "local-cluster[2,1,1024]"
        for master in ("local[2]", cluster):
            for parts in (1, 3, 17):
                run(f"{master}, {parts} parts", master, parts)
        for name, master, recipe in (("failures", cluster, "natural"), ("failures, repeated passes", "local[2,2]", "epochs")):
            with tempfile.TemporaryDirectory(dir=place) as marks:
                run(name, master, 3, recipe=recipe, program=failing(HORNBOOK, pathlib.Path(marks)))
                failed = {path.name for path in pathlib.Path(marks).glob("failed-*")}
                require(options.only not in name or failed == {"failed-scan", "failed-render", "failed-write"},
                        f"{name}: only these steps failed once: {failed}")
        # Bytes that are not UTF-8 are replaced where Spark reads lines; by whole files they are rejected, as they are locally.
        with open(data / "reviews-3.jsonl", "ab") as file:
            file.write(b'{"text": "na\xefve", "label": 1}\n' * 5)
        subprocess.run([HORNBOOK, "build", place / "recipes" / "natural.yaml", "-o", place / "latin", "--validate", "all",
                        "--on-bad-row", "skip"], check=True, capture_output=True)
        run("whole files, not UTF-8", "local[2]", 3, "--whole", expected="latin")
    print("all is well" if not problems else f"{len(problems)} wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
