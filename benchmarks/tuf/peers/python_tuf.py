# SPDX-License-Identifier: Apache-2.0 OR MIT
"""python-tuf: BASE WORK RUNS [lookup|download NAME]; prints wall and CPU microseconds of each run."""
import os
import sys
import time

from tuf.ngclient import Updater
from tuf.ngclient.config import UpdaterConfig

base, work, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
verb, name = (sys.argv[4:6] + ["", ""])[:2]
root = open(os.path.join(work, "root.json"), "rb").read()
for run in range(runs):
    directory = os.path.join(work, f"run-{run}")
    os.makedirs(os.path.join(directory, "targets"))
    cpu, start = time.process_time(), time.perf_counter()
    config = UpdaterConfig(max_root_rotations=2000, snapshot_max_length=1 << 26,
                           targets_max_length=1 << 26, root_max_length=1 << 26)
    updater = Updater(os.path.join(directory, "store"), base + "metadata/",
                      target_dir=os.path.join(directory, "targets"),
                      target_base_url=base + "targets/", config=config, bootstrap=root)
    updater.refresh()
    if verb:
        info = updater.get_targetinfo(name)
        assert info is not None
        if verb == "download":
            os.remove(updater.download_target(info))
    print(int((time.perf_counter() - start) * 1e6), int((time.process_time() - cpu) * 1e6),
          flush=True)
