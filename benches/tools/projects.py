"""Makes project files to measure with: projects.py SOURCE FOLDER COUNT.

`many/` gets COUNT copies of the first part of the source, each of about 50 kB; `large.yaml` is the source with
longer texts, of about 350 kB.
"""

import pathlib
import re
import sys

source, folder, count = sys.argv[1:]
text = pathlib.Path(source).read_text(encoding="utf-8")
folder = pathlib.Path(folder)
(folder / "many").mkdir()
steps = [match.start() for match in re.finditer(r"^  [a-z-]+:$", text, re.M)]
cut = max(step for step in steps if step < 55_000)
for number in range(int(count)):
    (folder / "many" / f"project-{number:04}.yaml").write_text(
        text[:cut].replace("Sorania:", f"Sorania {number}:"), encoding="utf-8"
    )
note = "      note: " + "A remark that the team wanted to keep for the next cycle of planning. " * 3 + "\n"
large = re.sub(r"^(      answer: .*\n)(?!      note:)", lambda m: m[1] + note.replace("note:", "dissent:"), text, flags=re.M)
while len(large) < 350_000:
    large = re.sub(r"^(        (?:mandate|description|purpose): )(\S.*)$", r"\1\2 \2", large, flags=re.M)
(folder / "large.yaml").write_text(large, encoding="utf-8")
