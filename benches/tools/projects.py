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
large = text
while len(large.encode()) < 350_000:
    # Longer texts in the lines of quoted or plain one-line descriptions.
    large = re.sub(
        r"^(        (?:mandate|description|purpose|name): )([A-Z][A-Za-z ,.-]{20,})$", r"\1\2, \2", large, flags=re.M
    )
(folder / "large.yaml").write_text(large, encoding="utf-8")
