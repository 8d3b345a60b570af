"""Times a command as a whole process where hyperfine is missing: clock.py RUNS NAME COMMAND…"""

import statistics
import subprocess
import sys
import time

runs, name, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
times = []
for number in range(runs + 2):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if number >= 2:
        times.append((time.perf_counter() - start) * 1000)
print(f"{name:<28} median {statistics.median(times):8.1f} ms   min {min(times):8.1f}   max {max(times):8.1f}")
