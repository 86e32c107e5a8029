"""Writes the table rouge-l.jsonl; README.md tells what is in it."""

import json, random, sys
from rouge_score import rouge_scorer

seeds = [json.loads(l)["instruction"] for l in open(sys.argv[1])]
users = [json.loads(l)["instruction"] for l in open(sys.argv[2])]
sc = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
rng = random.Random(7)
pairs = []


def w(n, prefix="w"):
    return " ".join(f"{prefix}{i}" for i in range(n))


# edges
pairs += [
    ("", ""),
    ("", "a"),
    ("...", "!?"),
    ("a", "a"),
    ("a", "b"),
    ("The cat", "the CAT."),
    ("Don't stop", "don t stop"),
    ("one_two", "one two"),
    ("x²+y2", "x y2"),
    ("café au lait", "caf au lait"),
    ("naïve approach", "na ve approach"),
    ("\u212aelvin scale", "kelvin scale"),
    ("\u0130stanbul", "i stanbul"),
    ("\u0130stanbul", "istanbul"),
    ("STRASSE", "stra\u00dfe"),
    ("東京の天気", "東京の天気"),
    ("Привет мир", "Привет мир"),
    ("東京 tower 333", "tower 333 東京"),
    ("ﬁle the report", "file the report"),
    ("１２３ abc", "123 abc"),
    ("a\u00a0b", "a b"),
    ("a\tb\nc", "a b c"),
    ("Résumé: write one", "resume write one"),
    ("emoji 😀 here", "emoji here"),
    ("a b c d", "d c b a"),
    ("a a a", "a"),
    ("a b a b a b", "b a b a b a"),
    ("ΑΒΓ a", "αβγ a"),
    ("ǅ x", "dž x"),
    ("e\u0301te", "été"),
]
# exactly 0.7: 2l/(m+n)=0.7
pairs += [
    (w(10), w(7) + " q r s"),
    (w(7), w(7) + " " + w(6, "z")),
    (w(20), w(14) + " " + w(6, "z")),
    (w(13), w(7)),
    # one next to it
    (w(10), w(8) + " q r"),
    (w(10), w(6) + " q r s t"),
    (w(100), w(70) + " " + w(30, "z")),
    (w(100), w(71) + " " + w(29, "z")),
    (w(65), w(63) + " y z"),
    (w(130), w(64) + " x " + w(130)[0:200]),
    (w(64), w(64)),
    (w(63) + " q", w(63)),
    (w(129), "q " + w(128)),
]


# near 0.7, real pairs mutated
def mutate(t):
    ws = t.split(" ")
    for _ in range(rng.randint(1, max(1, len(ws) // 3))):
        k = rng.randrange(4)
        i = rng.randrange(len(ws)) if ws else 0
        if not ws:
            break
        if k == 0:
            ws.pop(i)
        elif k == 1:
            ws.insert(i, rng.choice(rng.choice(seeds).split(" ")))
        elif k == 2:
            ws[i] = rng.choice(rng.choice(users).split(" "))
        else:
            j = rng.randrange(len(ws))
            ws[i], ws[j] = ws[j], ws[i]
    return " ".join(ws)


near = []
while len(near) < 60:
    t = rng.choice(seeds + users)
    if len(t) > 220:
        continue
    m = mutate(t)
    f = sc.score(t, m)["rougeL"].fmeasure
    if 0.6 <= f <= 0.8:
        near.append((t, m))
pairs += near
real = [p for p in ((rng.choice(seeds), rng.choice(users)) for _ in range(60)) if len(p[0]) + len(p[1]) < 400]
pairs += real
for a, b in pairs:
    s = sc.score(a, b)["rougeL"]
    print(
        json.dumps(
            {"target": a, "prediction": b, "precision": s.precision, "recall": s.recall, "fmeasure": s.fmeasure},
            ensure_ascii=False,
        )
    )
