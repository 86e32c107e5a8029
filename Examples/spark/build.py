#!/usr/bin/env python3
"""Builds a recipe's output on Spark, with hornbook in its pipes: byte for byte the lines of `hornbook build --validate all`.

    spark-submit build.py recipe.yaml OUT NAME=PATH … [--hornbook FILE] [--partitions N] [--whole] [--on-bad-row skip] [--folder DIR]

README.md tells how it works, what it costs and what it does not do.
"""
import argparse
import glob
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import threading
from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate

from pyspark import SparkConf, SparkContext, SparkFiles, StorageLevel

options = argparse.ArgumentParser()
options.add_argument("recipe")
options.add_argument("output", help="a folder that the driver and all workers see under this path")
options.add_argument("data", nargs="+", metavar="NAME=PATH", help="the files of each dataset: paths or globs")
options.add_argument("--hornbook", required=True, help="the program, as it runs on the workers")
options.add_argument("--partitions", type=int, default=64, help="a dataset is read in at most so many parts")
options.add_argument("--whole", action="store_true", help="read JSON Lines by whole files, too")
options.add_argument("--on-bad-row", default="fail", choices=["fail", "skip"])
options.add_argument("--folder", help="a folder with the recipe and its packs, for the workers (default: the recipe's)")
options = options.parse_args()
recipe, output = os.path.abspath(options.recipe), os.path.abspath(options.output)
folder = os.path.abspath(options.folder or os.path.dirname(recipe))
bad_rows = ["--on-bad-row", options.on_bad_row]
# Records end at line feeds alone, as in hornbook; by default Hadoop would end them at carriage returns, too.
spark = SparkContext(conf=SparkConf().setAppName("hornbook").set("spark.hadoop.textinputformat.record.delimiter", "\n"))


def through(rdd, words):
    """Each partition through hornbook: RDD.pipe with checkCode, but in bytes, and hornbook's messages come back if it fails.

    `words` gives its arguments for a partition, on the worker: the shipped files have other paths there.
    """
    def run(part, pieces):
        failures = []
        with tempfile.TemporaryFile() as messages, subprocess.Popen(
                [SparkFiles.get("shipped/hornbook"), *words(part)], bufsize=1 << 18,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=messages) as process:
            def feed():
                try:
                    with process.stdin:
                        process.stdin.writelines(pieces)
                except BrokenPipeError:
                    pass  # its status tells why it reads no more
                except BaseException as error:  # the input is not whole: what is made of it must not count
                    failures.append(error)
            feeder = threading.Thread(target=feed, daemon=True)
            feeder.start()
            yield from process.stdout
            feeder.join()
            if process.wait() != 0 or failures:
                messages.seek(0)
                said = messages.read()[-4000:].decode(errors="replace")
                raise RuntimeError(f"hornbook ended with status {process.returncode}: {said}{failures or ''}")
    return rdd.mapPartitionsWithIndex(run)


def here(*words):
    """What hornbook prints on the driver."""
    done = subprocess.run([options.hornbook, *words], stdout=subprocess.PIPE)
    return done.stdout if done.returncode == 0 else sys.exit(done.returncode)


def scratch(name, lines=()):
    """A file of the driver's."""
    with open(f"{folder_of_scratch.name}/{name}", "wb") as file:
        file.writelines(lines)
    return file.name


def read(words):
    """All datasets through hornbook: JSON Lines in splits, whatever else by the files' names."""
    def dataset(name, paths):
        if not options.whole and all(path.endswith((".jsonl", ".ndjson")) for path in paths):
            rows = spark.textFile(",".join(paths), options.partitions, use_unicode=False).coalesce(options.partitions)
            return through(rows.map(lambda row: row + b"\n"), lambda part: words() + ["--dataset", name])
        names = sorted(os.fsencode(file) + b"\0" for path in paths for file in glob.glob(os.path.abspath(path)))
        names = spark.parallelize(names, max(1, min(options.partitions, len(names))))
        return through(names, lambda part: words() + ["--dataset", name, "--files0-from", "-"])
    return spark.union([dataset(name, paths) for name, paths in datasets.items()])


# The program, the recipe and its packs go to all workers.
size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)
if size > 256 << 20:
    sys.exit(f"{folder} holds {size >> 20} MiB and would go to all workers: give recipe and packs a folder without data")
folder_of_scratch = tempfile.TemporaryDirectory(prefix="hornbook-spark-")
with tarfile.open(scratch("shipped.tar.gz"), "w:gz", compresslevel=1, dereference=True) as archive:
    archive.add(options.hornbook, "hornbook")
    archive.add(folder, "recipe")
spark.addArchive(archive.name + "#shipped")
datasets = defaultdict(list)
for name, _, path in (argument.partition("=") for argument in options.data):
    datasets[name].append(path)
recipe_there = lambda: ["--recipe", SparkFiles.get("shipped/recipe/" + os.path.relpath(recipe, folder))]

# 1. Scan all parts. Summaries of many parts are added up by the workers, 16 at a time.
scan = lambda: ["scan", "-j", "1", *recipe_there()]
summaries = read(lambda: scan() + bad_rows)
while summaries.getNumPartitions() > 32:
    summaries = through(summaries.repartition(summaries.getNumPartitions() // 16), lambda part: scan() + ["--merge"])
# 2. Plan.
plan = scratch("plan.json")
here("plan", recipe, *bad_rows, "--from-scans", scratch("scans", summaries.collect()), "-o", plan)
spark.addFile(plan)

# 3. Render all parts again. Lines that begin with `!` are counts, the others `KEY TAB LINE`.
planned = lambda command: [command, "--plan", SparkFiles.get("plan.json"), *recipe_there()]
rendered = read(lambda: planned("render") + ["--keyed", "-j", "1"]).persist(StorageLevel.DISK_ONLY)
key_of = lambda line: line[:line.index(b"\t")]
counted = rendered.mapPartitionsWithIndex(lambda part, lines: [
    (part, number, line) for number, line in enumerate(lines) if line.startswith(b"!")]).collect()
counts = scratch("counts", (line for _, _, line in counted))
files = json.loads(here("write", "--plan", plan, "-o", output, "--layout", counts))
# Of lines whose key ends in +N only N are taken: those up to this place. Each has its own count behind it.
shared = defaultdict(list)
for part, number, line in sorted(counted):
    if b"+" in (key := key_of(line)[1:]) and len(shared[key]) < int(key.partition(b"+")[2]):
        shared[key].append((part, number - 1))
last = {key: places[-1] for key, places in shared.items()}


def placed(part, lines):
    """Lines with their places in the order of all; partition and number tell equal ones apart."""
    for number, line in enumerate(lines):
        key = key_of(line)
        if not line.startswith(b"!") and (b"+" not in key or (part, number) <= last[key]):
            yield (key, part, number), line


# 4. Find the place of each file's first line. A key is its split and then a hash, so keys fall evenly into slots that are in order
# themselves; only slots with a border in them are sorted.
taken, slots = rendered.mapPartitionsWithIndex(placed), options.partitions
slotted = taken.map(lambda pair: (pair[0], None)).partitionBy(
    slots * (1 + max(file["position"] for file in files)),
    lambda place: int(place[0][:2], 16) * slots + (int(place[0][2:10], 16) * slots >> 32)).keys()
starts = [0, *accumulate(slotted.mapPartitions(lambda places: [sum(1 for _ in places)]).collect())]
wanted = defaultdict(list)
for first in [0, *accumulate(file["lines"] for file in files)][:-1]:
    slot = bisect_right(starts, first) - 1
    wanted[slot].append(first - starts[slot])


def pick(slot, places):
    ordered = sorted(places) if slot in wanted else []
    return [ordered[index] for index in wanted.get(slot, [])]


borders = sorted(slotted.mapPartitionsWithIndex(pick).collect())

# 5. Sort the lines, with a partition for each file, and write them.
lines = taken.map(lambda pair: ((bisect_right(borders, pair[0]) - 1, pair[1]), None)).repartitionAndSortWithinPartitions(
    len(files), lambda key: key[0]).map(lambda pair: pair[0][1])
through(lines, lambda file: planned("write") + ["-o", output, "--shard", files[file]["name"]]).collect()
here("write", "--plan", plan, "-o", output, "--finish", counts)
spark.stop()
