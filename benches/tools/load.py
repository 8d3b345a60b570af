"""Reads a YAML file with one of Python's readers, or copies it with sync: load.py READER FILE."""

import os
import shutil
import sys

reader, name = sys.argv[1:]
if reader == "pyyaml":
    import yaml

    with open(name, encoding="utf-8") as file:
        yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
elif reader == "ruamel":
    from ruamel.yaml import YAML

    with open(name, encoding="utf-8") as file:
        YAML(typ="rt").load(file)
elif reader == "copy":
    shutil.copy(name, name + ".copy")
    with open(name + ".copy", "rb+") as file:
        os.fsync(file.fileno())
    os.replace(name + ".copy", name)
